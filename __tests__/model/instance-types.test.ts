import { architectureOf, hasNvidiaGpus } from "../../src/model/instance-types";

it.each(["a1", "a1.large", "m8g", "c7gn.xlarge", "im4gn", "x2gd", "hpc7g", "t4g.small", "default_arm64"])(
  "%s has Graviton processors and no GPU",
  (type) => expect([architectureOf(type), hasNvidiaGpus(type)]).toEqual(["Graviton", false]),
);

it.each(["m7i", "c5.large", "m7a", "r6idn", "u7i-12tb", "hpc7a", "g4ad.xlarge", "optimal", "default_x86_64"])(
  "%s has x86 processors and no GPU of NVIDIA",
  (type) => expect([architectureOf(type), hasNvidiaGpus(type)]).toEqual(["x86", false]),
);

it.each(["g4dn.xlarge", "g5", "g6e.48xlarge", "gr6", "p3dn.24xlarge", "p5", "p6-b200"])(
  "%s has x86 processors and GPUs of NVIDIA",
  (type) => expect([architectureOf(type), hasNvidiaGpus(type)]).toEqual(["x86", true]),
);

it.each(["g5g.xlarge", "p6e-gb200"])("%s has ARM processors and GPUs of NVIDIA", (type) =>
  expect([architectureOf(type), hasNvidiaGpus(type)]).toEqual(["Graviton", true]),
);
