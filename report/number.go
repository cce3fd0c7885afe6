package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// number prints a value to four significant digits, "–" for NaN.
func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	if math.IsInf(v, 0) {
		return minus(strings.ReplaceAll(strconv.FormatFloat(v, 'g', 4, 64), "Inf", "∞"))
	}
	return minus(strconv.FormatFloat(v, 'g', 4, 64))
}

// fixed prints a value with a number of decimals, for columns; "–" for NaN.
func fixed(v float64, decimals int) string {
	if math.IsNaN(v) {
		return "–"
	}
	return minus(strconv.FormatFloat(v, 'f', decimals, 64))
}

// count prints a whole number with its thousands apart: 77,169.
func count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return minus(digits)
}

// duration prints ms in the unit people would use.
func duration(ms float64) string {
	switch {
	case math.IsNaN(ms):
		return "–"
	case ms >= 3.6e6:
		return fmt.Sprintf("%.3g h", ms/3.6e6)
	case ms >= 6e5:
		return fmt.Sprintf("%.3g min", ms/6e4)
	case ms >= 1000:
		return fmt.Sprintf("%.3g s", ms/1000)
	}
	return fmt.Sprintf("%.3g ms", ms)
}
