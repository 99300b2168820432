/* SPDX-License-Identifier: MIT */
/* Forgets a set of lanes, so that the next can be described. */
#undef WIDEN
#undef LOAD_8
#undef LOAD_16
#undef LOAD_32
#undef LANES_LOAD
#undef LANES_LOAD_8_16
#undef LANES_LOADU_8_16
#undef LANES_LOAD_8_32
#undef LANES_LOADU_8_32
#undef LANES_LOAD_16_32
#undef LANES_LOADU_16_32
#undef COMBINE_64
#undef ADD_WHERE
#undef LANES_ADD_64
#undef LANES_KEEP_64
#undef LANES_GREATER
#undef LANES_EQUAL
#undef LANES_ALL
#undef LANES_ANY
#undef CHOSEN
#undef LANES_LIMITED
#undef LANES_DEPTH
#undef LANES_EACH
#undef LANES_NARROW
#undef LANES_STREAM
