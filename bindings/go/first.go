// SPDX-License-Identifier: MIT

// examples/first.c in Go: go run first.go, with pkg-config knowing revops
package main

// #cgo pkg-config: revops
// #include <revops/revops.h>
import "C"

import (
	"fmt"
	"unsafe"
)

func must(status C.revops_status) {
	if status != C.REVOPS_OK {
		panic(C.GoString(C.revops_status_text(status)))
	}
}

func main() {
	var memory [C.REVOPS_BUILTIN_DEFAULT_SIZE / 8]C.uint64_t
	var engine *C.revops_builtin
	var lead C.revops_builtin_lead
	var effects [8]C.revops_builtin_effect
	var count C.size_t
	must(C.revops_builtin_default(unsafe.Pointer(&memory), C.size_t(unsafe.Sizeof(memory)), &engine))
	must(C.revops_builtin_lead_init(&lead, C.revops_utc_ms(2026, 3, 2, 9, 0)))
	demo := C.revops_builtin_event{at_ms: C.revops_utc_ms(2026, 3, 2, 9, 1), kind: C.REVOPS_BUILTIN_EVENT_DEMO_REQUESTED}
	must(C.revops_builtin_apply(engine, &lead, &demo, &effects[0], 8, &count))
	for i := range effects[:count] {
		var text [160]C.char
		C.revops_builtin_effect_text(engine, &effects[i], &text[0], 160)
		fmt.Println(C.GoString(&text[0]))
	}
}
