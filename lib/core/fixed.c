/* SPDX-License-Identifier: MIT */
#include "core/fixed.h"

const uint64_t revops__coarse_powers[65] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x7e9f06067a4360ba), UINT64_C(0x7d41d96db915019d),
    UINT64_C(0x7be86fb985689ddc), UINT64_C(0x7a92be8a92436616), UINT64_C(0x7940bb9e2cffd89d),
    UINT64_C(0x77f25ccdee6d7ae6), UINT64_C(0x76a7980f6cca15c2), UINT64_C(0x75606373ee921c97),
    UINT64_C(0x741cb5281e25ee34), UINT64_C(0x72dc8373be41a454), UINT64_C(0x719fc4b95f452d29),
    UINT64_C(0x70666f76154a7089), UINT64_C(0x6f307a412f074892), UINT64_C(0x6dfddbcbed791bab),
    UINT64_C(0x6cce8ae13c57ebdb), UINT64_C(0x6ba27e656b4eb57a), UINT64_C(0x6a79ad55e7f6fd10),
    UINT64_C(0x69540ec8f895722d), UINT64_C(0x683199ed779592ca), UINT64_C(0x6712460a8fc24072),
    UINT64_C(0x65f60a7f79393e2e), UINT64_C(0x64dcdec3371793d1), UINT64_C(0x63c6ba6455dcd8ae),
    UINT64_C(0x62b39508aa836d6f), UINT64_C(0x61a3666d124bb204), UINT64_C(0x6096266533384a2b),
    UINT64_C(0x5f8bccdb3d398841), UINT64_C(0x5e8451cfac061b5f), UINT64_C(0x5d7fad59099f22fe),
    UINT64_C(0x5c7dd7a3b17dcf75), UINT64_C(0x5b7ec8f19468bbc9), UINT64_C(0x5a827999fcef3242),
    UINT64_C(0x5988e20954889245), UINT64_C(0x5891fac0e95612c8), UINT64_C(0x579dbc56b48521ba),
    UINT64_C(0x56ac1f752150a563), UINT64_C(0x55bd1cdad49f699c), UINT64_C(0x54d0ad5a753e077c),
    UINT64_C(0x53e6c9da74b29ab5), UINT64_C(0x52ff6b54d8a89c75), UINT64_C(0x521a8ad704f3404f),
    UINT64_C(0x513821818624b40c), UINT64_C(0x50582887dcb8a7e1), UINT64_C(0x4f7a993048d088d7),
    UINT64_C(0x4e9f6cd3967fdba8), UINT64_C(0x4dc69cdceaa72a9c), UINT64_C(0x4cf022c9905bfd32),
    UINT64_C(0x4c1bf828c6dc54b8), UINT64_C(0x4b4a169b900c2d00), UINT64_C(0x4a7a77d47f7b84b1),
    UINT64_C(0x49ad159789f37496), UINT64_C(0x48e1e9b9d588e19b), UINT64_C(0x4818ee218a3358ee),
    UINT64_C(0x47521cc5a2e6a9e0), UINT64_C(0x468d6fadbf2dd4f3), UINT64_C(0x45cae0f1f545eb73),
    UINT64_C(0x450a6abaa4b77ecd), UINT64_C(0x444c0740496d4294), UINT64_C(0x438fb0cb4f468808),
    UINT64_C(0x42d561b3e6243d8a), UINT64_C(0x421d1461d66f2023), UINT64_C(0x4166c34c5615d0ec),
    UINT64_C(0x40b268f9de0183ba), UINT64_C(0x4000000000000000),
};
const uint64_t revops__fine_powers[64] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x7ffa748dff8dc61f), UINT64_C(0x7ff4e9597bed93ab),
    UINT64_C(0x7fef5e6272758c21), UINT64_C(0x7fe9d3a8e07bf086), UINT64_C(0x7fe4492cc3571f68),
    UINT64_C(0x7fdebeee185d94dd), UINT64_C(0x7fd934ecdce5ea7d), UINT64_C(0x7fd3ab290e46d769),
    UINT64_C(0x7fce21a2a9d73041), UINT64_C(0x7fc89859acede72a), UINT64_C(0x7fc30f4e14e20bc6),
    UINT64_C(0x7fbd867fdf0acb3b), UINT64_C(0x7fb7fdef08bf7027), UINT64_C(0x7fb2759b8f5762aa),
    UINT64_C(0x7faced85702a285d), UINT64_C(0x7fa765aca88f6453), UINT64_C(0x7fa1de1135ded717),
    UINT64_C(0x7f9c56b315705eae), UINT64_C(0x7f96cf92449bf692), UINT64_C(0x7f9148aec0b9b7b1),
    UINT64_C(0x7f8bc2088721d86f), UINT64_C(0x7f863b9f952caca0), UINT64_C(0x7f80b573e832a58b),
    UINT64_C(0x7f7b2f857d8c51e5), UINT64_C(0x7f75a9d452925dd4), UINT64_C(0x7f702460649d92ea),
    UINT64_C(0x7f6a9f29b106d825), UINT64_C(0x7f651a30352731ee), UINT64_C(0x7f5f9573ee57c218),
    UINT64_C(0x7f5a10f4d9f1c7dd), UINT64_C(0x7f548cb2f54e9fdf), UINT64_C(0x7f4f08ae3dc7c426),
    UINT64_C(0x7f4984e6b0b6cc1d), UINT64_C(0x7f44015c4b756c94), UINT64_C(0x7f3e7e0f0b5d77bc),
    UINT64_C(0x7f38fafeedc8dd26), UINT64_C(0x7f33782bf011a9c2), UINT64_C(0x7f2df5960f9207e1),
    UINT64_C(0x7f28733d49a43f2d), UINT64_C(0x7f22f1219ba2b4ae), UINT64_C(0x7f1d6f4302e7eac6),
    UINT64_C(0x7f17eda17cce812e), UINT64_C(0x7f126c3d06b134fa), UINT64_C(0x7f0ceb159deae091),
    UINT64_C(0x7f076a2b3fd67bb2), UINT64_C(0x7f01e97de9cf1b6e), UINT64_C(0x7efc690d992ff22a),
    UINT64_C(0x7ef6e8da4b544f9a), UINT64_C(0x7ef168e3fd97a0c6), UINT64_C(0x7eebe92aad557001),
    UINT64_C(0x7ee669ae57e964ed), UINT64_C(0x7ee0ea6efaaf4479), UINT64_C(0x7edb6b6c9302f0df),
    UINT64_C(0x7ed5eca71e4069a1), UINT64_C(0x7ed06e1e99c3cb8b), UINT64_C(0x7ecaefd302e950af),
    UINT64_C(0x7ec571c4570d5067), UINT64_C(0x7ebff3f2938c3f4f), UINT64_C(0x7eba765db5c2af49),
    UINT64_C(0x7eb4f905bb0d4f78), UINT64_C(0x7eaf7beaa0c8ec3e), UINT64_C(0x7ea9ff0c64526f40),
    UINT64_C(0x7ea4826b0306df5f),
};
const uint64_t revops__finest_powers[64] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x7fffe9d1beed018a), UINT64_C(0x7fffd3a381b1fa29),
    UINT64_C(0x7fffbd75484ee933), UINT64_C(0x7fffa74712c3cdfd), UINT64_C(0x7fff9118e110a7dd),
    UINT64_C(0x7fff7aeab3357629), UINT64_C(0x7fff64bc89323836), UINT64_C(0x7fff4e8e6306ed59),
    UINT64_C(0x7fff386040b394e7), UINT64_C(0x7fff223222382e38), UINT64_C(0x7fff0c040794b89f),
    UINT64_C(0x7ffef5d5f0c93372), UINT64_C(0x7ffedfa7ddd59e08), UINT64_C(0x7ffec979ceb9f7b4),
    UINT64_C(0x7ffeb34bc3763fce), UINT64_C(0x7ffe9d1dbc0a75aa), UINT64_C(0x7ffe86efb876989e),
    UINT64_C(0x7ffe70c1b8baa7ff), UINT64_C(0x7ffe5a93bcd6a323), UINT64_C(0x7ffe4465c4ca895f),
    UINT64_C(0x7ffe2e37d0965a09), UINT64_C(0x7ffe1809e03a1477), UINT64_C(0x7ffe01dbf3b5b7fe),
    UINT64_C(0x7ffdebae0b0943f2), UINT64_C(0x7ffdd5802634b7ab), UINT64_C(0x7ffdbf524538127d),
    UINT64_C(0x7ffda924681353be), UINT64_C(0x7ffd92f68ec67ac3), UINT64_C(0x7ffd7cc8b95186e2),
    UINT64_C(0x7ffd669ae7b47771), UINT64_C(0x7ffd506d19ef4bc4), UINT64_C(0x7ffd3a3f50020332),
    UINT64_C(0x7ffd241189ec9d10), UINT64_C(0x7ffd0de3c7af18b3), UINT64_C(0x7ffcf7b609497571),
    UINT64_C(0x7ffce1884ebbb29f), UINT64_C(0x7ffccb5a9805cf94), UINT64_C(0x7ffcb52ce527cba3),
    UINT64_C(0x7ffc9eff3621a624), UINT64_C(0x7ffc88d18af35e6b), UINT64_C(0x7ffc72a3e39cf3ce),
    UINT64_C(0x7ffc5c76401e65a3), UINT64_C(0x7ffc4648a077b33e), UINT64_C(0x7ffc301b04a8dbf6),
    UINT64_C(0x7ffc19ed6cb1df20), UINT64_C(0x7ffc03bfd892bc12), UINT64_C(0x7ffbed92484b7220),
    UINT64_C(0x7ffbd764bbdc00a2), UINT64_C(0x7ffbc137334466eb), UINT64_C(0x7ffbab09ae84a451),
    UINT64_C(0x7ffb94dc2d9cb82b), UINT64_C(0x7ffb7eaeb08ca1cd), UINT64_C(0x7ffb68813754608e),
    UINT64_C(0x7ffb5253c1f3f3c2), UINT64_C(0x7ffb3c26506b5abf), UINT64_C(0x7ffb25f8e2ba94db),
    UINT64_C(0x7ffb0fcb78e1a16b), UINT64_C(0x7ffaf99e12e07fc4), UINT64_C(0x7ffae370b0b72f3d),
    UINT64_C(0x7ffacd435265af2b), UINT64_C(0x7ffab715f7ebfee3), UINT64_C(0x7ffaa0e8a14a1dba),
    UINT64_C(0x7ffa8abb4e800b07),
};

void revops__wide_add(revops__wide *sum, uint64_t value)
{
    sum->low += value;
    sum->high += sum->low < value;
}

void revops__wide_add_product(revops__wide *sum, uint64_t a, uint64_t b)
{
    revops__wide_add(sum, a * b);
    sum->high += revops__multiply_high(a, b);
}

uint64_t revops__wide_divide(revops__wide sum, uint64_t divisor)
{
    if (sum.high >= divisor) {
        return UINT64_MAX;
    }
    if (sum.high == 0) {
        return sum.low / divisor;
    }
    uint64_t rest = sum.high, quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
        uint64_t carry = rest >> 63;
        rest = rest << 1 | (sum.low >> bit & 1);
        quotient <<= 1;
        if (carry || rest >= divisor) {
            rest -= divisor;
            quotient |= 1;
        }
    }
    return quotient;
}

uint64_t revops__wide_root(revops__wide square)
{
    uint64_t root = 0;
    for (int bit = 63; bit >= 0; bit--) {
        uint64_t next = root | UINT64_C(1) << bit;
        uint64_t high = revops__multiply_high(next, next);
        if (high < square.high || (high == square.high && next * next <= square.low)) {
            root = next;
        }
    }
    return root;
}

uint64_t revops__multiply_divide(uint64_t a, uint64_t b, uint64_t divisor)
{
    revops__wide product = {revops__multiply_high(a, b), a * b};
    return revops__wide_divide(product, divisor);
}

revops__divisor revops__divisor_of(uint64_t value)
{
    revops__divisor divisor = {value, 0, 0};
    while (value >> divisor.shift > 1) {
        divisor.shift++;
    }
    revops__wide most = {(UINT64_C(1) << divisor.shift) - 1, UINT64_MAX};
    divisor.inverse = revops__wide_divide(most, value);
    return divisor;
}

uint64_t revops__log2(uint64_t x)
{
    uint64_t whole = 63;
    while (!(x >> 63)) {
        x <<= 1;
        whole--;
    }
    /* Each squaring of a number in [1, 2) shows the next binary digit of its
   * logarithm. */
    uint64_t result = whole;
    for (int digit = 0; digit < 56; digit++) {
        uint64_t square = revops__multiply_high(x, x); /* Q62 */
        result <<= 1;
        if (square >> 63) {
            result |= 1;
            x = square;
        } else {
            x = square << 1;
        }
    }
    return result;
}
