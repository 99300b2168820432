<?php
// SPDX-License-Identifier: MIT
// examples/first.c in PHP: php -d ffi.enable=1 first.php LIBRARY
$revops = FFI::cdef(file_get_contents(__DIR__ . '/../revops-ffi.h'), $argv[1]);
$new = fn (string ...$types) => array_map(fn ($type) => $revops->new($type), $types);
[$policy, $params, $event] = $new('revops_policy_params', 'revops_engine_params', 'revops_event');
[$engine, $memory, $lead, $effects] = $new('const revops_engine *', 'uint64_t[32768]', 'uint64_t[512]', 'revops_effect[512]');
[$count, $text] = $new('size_t', "char[{$revops->REVOPS_ENGINE_TEXT_MAX}]");

function must(int $status): void
{
    global $revops;
    if ($status !== $revops->REVOPS_OK) {
        throw new RuntimeException($revops->revops_status_text($status));
    }
}

function happened(string $what, int $at_ms): void
{
    global $revops, $engine, $lead, $event, $effects, $count, $text;
    [$event->at_ms, $event->value] = [$at_ms, $revops->REVOPS_MISSING];
    must($revops->revops_engine_find($engine, $revops->REVOPS_ENGINE_LIST_EVENTS, $what, strlen($what), FFI::addr($event->kind)));
    must($revops->revops_engine_apply($engine, null, $lead, FFI::addr($event), $revops->REVOPS_ENGINE_ENFORCE, $revops->REVOPS_EFFECTS_ALL,
        $effects, 512, FFI::addr($count)));
    for ($i = 0; $i < $count->cdata; $i++) {
        $revops->revops_effect_text($engine, FFI::addr($effects[$i]), $text, FFI::sizeof($text));
        echo $what, ': ', FFI::string($text), "\n";
    }
}
must($revops->revops_policy_built_in(FFI::addr($policy), FFI::sizeof($policy)));
must($revops->revops_engine_defaults(FFI::addr($params), FFI::sizeof($params)));
$params->policy = FFI::addr($policy);
must($revops->revops_engine_build(FFI::addr($params), $memory, FFI::sizeof($memory), null, FFI::addr($engine)));
must($revops->revops_lead_init($engine, $lead));
happened('created', $revops->revops_utc_ms(2026, 3, 2, 9, 0));
happened('demo_requested', $revops->revops_utc_ms(2026, 3, 2, 9, 1));
happened('qualified', $revops->revops_utc_ms(2026, 3, 2, 10, 0));
$revops->revops_time_text($revops->revops_lead_next_wakeup($engine, $lead), $text, FFI::sizeof($text));
echo 'look again at ', FFI::string($text), "\n";
