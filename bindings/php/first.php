<?php
// SPDX-License-Identifier: MIT
// examples/first.c in PHP: php -d ffi.enable=1 first.php LIBRARY
$revops = FFI::cdef(file_get_contents(__DIR__ . '/../revops-ffi.h'), $argv[1]);
$memory = $revops->new("uint8_t[{$revops->REVOPS_BUILTIN_DEFAULT_SIZE}]");
$engine = $revops->new('const revops_builtin *');
$lead = $revops->new('revops_builtin_lead');
$demo = $revops->new('revops_builtin_event');
$effects = $revops->new('revops_builtin_effect[8]');
$count = $revops->new('size_t');

function must(int $status): void
{
    global $revops;
    if ($status !== $revops->REVOPS_OK) {
        throw new RuntimeException($revops->revops_status_text($status));
    }
}

must($revops->revops_builtin_default($memory, FFI::sizeof($memory), FFI::addr($engine)));
must($revops->revops_builtin_lead_init(FFI::addr($lead), $revops->revops_utc_ms(2026, 3, 2, 9, 0)));
$demo->at_ms = $revops->revops_utc_ms(2026, 3, 2, 9, 1);
$demo->kind = $revops->REVOPS_BUILTIN_EVENT_DEMO_REQUESTED;
must($revops->revops_builtin_apply($engine, FFI::addr($lead), FFI::addr($demo), $effects, 8, FFI::addr($count)));
$text = $revops->new('char[160]');
for ($i = 0; $i < $count->cdata; $i++) {
    $revops->revops_builtin_effect_text($engine, FFI::addr($effects[$i]), $text, FFI::sizeof($text));
    echo FFI::string($text), "\n";
}
