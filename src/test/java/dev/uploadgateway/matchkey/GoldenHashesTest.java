package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Identifier;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes that Meta prints in "Customer Information Parameters", and some of the same kind. */
class GoldenHashesTest {

  @ParameterizedTest
  @CsvSource({
    "em, John_Smith@gmail.com, 62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
    "ph, +1 (650) 555-1212, e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
    "ph, +44 844 412 4653, dc008fda46e2e64002cf2f82a4906236282d431c4f75e5b60bfe79fc48546383",
    "ph, +1 (234) 567-8901, 254aa248acb47dd654ca3ea53f48c2c26d641d23d7e2e93a1ec56258df7674c4",
    "ph, 14251234567, 6f4fcb9deaeadc8f9746ae76d97ce1239e98b404efe5da3ee0b7149740f89ad6",
    "fn, Mary, 6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
    "fn, 정, 8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14",
    "fn, Valéry, 08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c",
    "db, 2/16/1997, 01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c",
    "country, US, 79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
    "ge, F, 252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111",
    "ge, male, 62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a",
    "ct, New York, 350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5",
    "st, California, 6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126",
    "zp, 94035, 1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e",
    "zp, M1 1AE, 1dc694c2070e697769fb959b50671d76cafd430d8ca191fbdd0affcaea344ac5",
    "ln, Smith, 6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd",
    "ln, O’Connor, 7a0fbfdf40cbeb97429bdb88f512cecd27f0d44b7e57986ab578423bb61936ac",
    "ct, São Paulo, 3eda1428ae1aece064071f8d40f08fe2bc59ffa66c171a163caf15122ec4d7f0"
  })
  void aNormalizedValueHashesAsMetaHashesIt(String key, String input, String hash) {
    Identifier identifier = Identifier.named(key);

    MatchKeys keys = Matching.read(identifier, input).hash();

    assertThat(keys.values()).containsEntry(identifier, List.of(hash));
  }
}
