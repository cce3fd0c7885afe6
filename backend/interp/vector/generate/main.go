// Command generate writes the assembly of package vector: functions as the bytes
// that package native compiles, the steps of threaded code as text. Run it in the folder of package vector.
package main

import (
	"log"
	"os"
)

func main() {
	source, err := source()
	if err == nil {
		err = os.WriteFile(path, source, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

const path = "kernel_amd64.s"
