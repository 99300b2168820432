// SPDX-License-Identifier: MIT
// examples/first.c in JavaScript, with koffi: node first.js LIBRARY
const koffi = require("koffi");
const border = require("../revops.json");
const library = koffi.load(process.argv[2]);
const revops = {};
for (const constant of [...border.constants, ...border.enums.flatMap((one) => one.constants)]) revops[constant.name] = constant.value;
for (const type of border.types) koffi.alias(type.name, type.type);
for (const thing of border.opaque) koffi.opaque(thing.name);
for (const struct of border.structs)
    koffi.struct(struct.name, Object.fromEntries(struct.fields.map((field) => [field.name, field.type.replace(/\bconst\b/g, "").trim()])));
for (const it of border.functions) {
    const prefix = { in: "", out: "_Out_ ", "in,out": "_Inout_ " };
    const parameters = it.parameters.map((one) => (one.type.includes("*") ? prefix[one.direction] : "") + one.type + " " + one.name);
    revops[it.name] = library.func(`${it.result} ${it.name}(${parameters.join(", ") || "void"})`);
}
const must = (status) => {
    if (status !== revops.REVOPS_OK) throw new Error(revops.revops_status_text(status));
};

const memory = new BigUint64Array(revops.REVOPS_BUILTIN_DEFAULT_SIZE / 8), engine = [null], count = [0], lead = {};
must(revops.revops_builtin_default(memory, memory.byteLength, engine));
must(revops.revops_builtin_lead_init(lead, revops.revops_utc_ms(2026, 3, 2, 9, 0)));
const demo = { at_ms: revops.revops_utc_ms(2026, 3, 2, 9, 1), kind: revops.REVOPS_BUILTIN_EVENT_DEMO_REQUESTED };
const effects = Buffer.alloc(8 * koffi.sizeof("revops_builtin_effect"));
must(revops.revops_builtin_apply(engine[0], lead, demo, effects, 8, count));
for (const effect of koffi.decode(effects, koffi.array("revops_builtin_effect", count[0]))) {
    const text = Buffer.alloc(160);
    const length = revops.revops_builtin_effect_text(engine[0], effect, text, text.length);
    console.log(text.toString("utf8", 0, Number(length)));
}
