// SPDX-License-Identifier: MIT

// examples/first.c in Go: go run first.go, with pkg-config knowing revops
package main

// #cgo pkg-config: revops
// #include <revops/revops.h>
// #include <stdlib.h>
import "C"
import "fmt"

func must(status C.revops_status) {
	if status != C.REVOPS_OK {
		panic(C.GoString(C.revops_status_text(status)))
	}
}
func main() {
	policy := (*C.revops_policy_params)(C.calloc(1, C.sizeof_revops_policy_params))
	engine, count, text := (*C.revops_engine)(nil), C.size_t(0), [C.REVOPS_ENGINE_TEXT_MAX]C.char{}
	lead, effects := C.calloc(512, 8), (*[512]C.revops_effect)(C.calloc(512, C.sizeof_revops_effect))
	params := (*C.revops_engine_params)(C.calloc(1, C.sizeof_revops_engine_params))
	must(C.revops_policy_built_in(policy, C.sizeof_revops_policy_params))
	must(C.revops_engine_defaults(params, C.sizeof_revops_engine_params))
	params.policy = policy
	must(C.revops_engine_build(params, C.calloc(32768, 8), 32768*8, nil, &engine))
	must(C.revops_lead_init(engine, lead))
	nine := C.revops_utc_ms(2026, 3, 2, 9, 0)
	for i, what := range []string{"created", "demo_requested", "qualified"} {
		event := C.revops_event{at_ms: nine + []C.int64_t{0, C.REVOPS_MINUTE_MS, C.REVOPS_HOUR_MS}[i], value: C.REVOPS_MISSING}
		must(C.revops_engine_find(engine, C.REVOPS_ENGINE_LIST_EVENTS, C.CString(what), C.size_t(len(what)), &event.kind))
		must(C.revops_engine_apply(engine, nil, lead, &event, C.REVOPS_ENGINE_ENFORCE, C.REVOPS_EFFECTS_ALL, &effects[0], 512, &count))
		for j := range effects[:count] {
			C.revops_effect_text(engine, &effects[j], &text[0], C.REVOPS_ENGINE_TEXT_MAX)
			fmt.Printf("%s: %s\n", what, C.GoString(&text[0]))
		}
	}
	C.revops_time_text(C.revops_lead_next_wakeup(engine, lead), &text[0], C.REVOPS_ENGINE_TEXT_MAX)
	fmt.Println("look again at", C.GoString(&text[0]))
}
