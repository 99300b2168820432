# SPDX-License-Identifier: MIT
"""What libraries of other systems say of themselves: their processor, and what they export. Mach-O and PE, little-endian, 64 bits."""

import struct

_MACHO = {0x01000007: "x86_64", 0x0100000C: "arm64"}
_PE = {0x8664: "amd64", 0xAA64: "arm64"}
_ELF = {0x3E: "x86_64", 0xB7: "aarch64"}


def _text(data, at):
    return data[at : data.index(0, at)].decode("ascii")


def _macho(data):
    """Symbols that are external and defined, by the command LC_SYMTAB."""
    _, cpu, _, kind, commands, _, _, _ = struct.unpack_from("<8I", data)
    assert kind == 6, "no dynamic library"
    at, names = 32, set()
    for _ in range(commands):
        command, size = struct.unpack_from("<2I", data, at)
        if command == 2:
            table, count, strings, _ = struct.unpack_from("<4I", data, at + 8)
            for row in range(count):
                name, flags, section = struct.unpack_from("<IBB", data, table + 16 * row)
                if flags & 0x1F == 0x0F and section and not flags & 0xE0:
                    names.add(_text(data, strings + name)[1:])  # C's names have an underscore before them
        at += size
    return _MACHO[cpu], names - {"__dso_handle", "_mh_dylib_header"}  # of the linker


def _pe(data):
    """Names of the export directory."""
    head = struct.unpack_from("<I", data, 0x3C)[0]
    assert data[head : head + 4] == b"PE\0\0" and struct.unpack_from("<H", data, head + 24)[0] == 0x20B
    machine, sections, _, _, _, optional, flags = struct.unpack_from("<HHIIIHH", data, head + 4)
    assert flags & 0x2000, "no DLL"
    rows = [struct.unpack_from("<4I", data, head + 24 + optional + 40 * row + 8) for row in range(sections)]  # size and address in memory, in the file

    def place(address):
        return next(start + address - base for size, base, _, start in rows if base <= address < base + size)

    directory = place(struct.unpack_from("<I", data, head + 24 + 112)[0])
    count, names = struct.unpack_from("<I", data, directory + 24)[0], place(struct.unpack_from("<I", data, directory + 32)[0])
    return _PE[machine], {_text(data, place(one)) for one in struct.unpack_from(f"<{count}I", data, names)}


def _elf(data):
    """Global symbols of .dynsym that are defined."""
    machine, sections = struct.unpack_from("<H", data, 18)[0], struct.unpack_from("<Q", data, 40)[0]
    size, count = struct.unpack_from("<HH", data, 58)
    rows = [struct.unpack_from("<IIQQQQIIQQ", data, sections + size * row) for row in range(count)]
    _, _, _, _, start, length, link, *_ = next(row for row in rows if row[1] == 11)
    symbols = [struct.unpack_from("<IBBHQQ", data, start + at) for at in range(24, length, 24)]
    return _ELF[machine], {_text(data, rows[link][4] + name) for name, info, _, section, *_ in symbols if info >> 4 == 1 and section}


def read(data):
    """The processor that a library is for, and the names that it exports."""
    form = {b"\x7fELF": _elf, b"\xcf\xfa\xed\xfe": _macho}.get(data[:4], _pe)
    return form(data)
