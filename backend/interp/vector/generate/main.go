// Command generate writes the assembly of package vector: functions and arithmetic as the bytes
// that package native compiles, comparisons and selections, whose masks are bytes in
// memory, as text. Run it in the folder of package vector.
package main

import (
	"log"
	"os"
)

func main() {
	source, err := source()
	if err == nil {
		err = os.WriteFile(file, source, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

const file = "kernel_amd64.s"
