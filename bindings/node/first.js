// SPDX-License-Identifier: MIT
// examples/first.c in JavaScript, with koffi: node first.js LIBRARY
const koffi = require("koffi");
const whole = (text) => (/^-?\d{16,}n$/.test(text) ? BigInt(text.slice(0, -1)) : text); // what a number would round
const read = require("fs").readFileSync(__dirname + "/../revops.json", "utf8");
const border = JSON.parse(read.replace(/: (-?\d{16,})\b/g, ': "$1n"'), (key, value) => (typeof value === "string" ? whole(value) : value));
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

const memory = Buffer.alloc(32768 * 8), lead = Buffer.alloc(512 * 8), effects = Buffer.alloc(512 * koffi.sizeof("revops_effect"));
const policy = Buffer.alloc(koffi.sizeof("revops_policy_params")), params = {}, engine = [null], text = Buffer.alloc(revops.REVOPS_ENGINE_TEXT_MAX);
must(revops.revops_policy_built_in(policy, policy.length));
must(revops.revops_engine_defaults(params, koffi.sizeof("revops_engine_params")));
params.policy = policy;
must(revops.revops_engine_build(params, memory, memory.length, null, engine));
must(revops.revops_lead_init(engine[0], lead));
for (const [what, hour, minute] of [["created", 9, 0], ["demo_requested", 9, 1], ["qualified", 10, 0]]) {
    const kind = [0], count = [0];
    must(revops.revops_engine_find(engine[0], revops.REVOPS_ENGINE_LIST_EVENTS, what, what.length, kind));
    const event = { at_ms: revops.revops_utc_ms(2026, 3, 2, hour, minute), value: revops.REVOPS_MISSING, kind: kind[0] };
    must(revops.revops_engine_apply(engine[0], null, lead, event, revops.REVOPS_ENGINE_ENFORCE, revops.REVOPS_EFFECTS_ALL, effects, 512, count));
    for (const effect of koffi.decode(effects, koffi.array("revops_effect", count[0])))
        console.log(`${what}: ${text.toString("utf8", 0, Number(revops.revops_effect_text(engine[0], effect, text, text.length)))}`);
}
const length = revops.revops_time_text(revops.revops_lead_next_wakeup(engine[0], lead), text, text.length);
console.log(`look again at ${text.toString("utf8", 0, Number(length))}`);
