/**
 * Families of instances that share a quota of vCPUs, with the codes of the quotas. Read on 2026-11-26.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
 */
export const VCPU_QUOTAS: Readonly<
  Record<
    string,
    {
      readonly pattern: RegExp;
      /** On-Demand (`EC2`) and Spot; of what has none here, none is known. */
      readonly codes: { readonly EC2?: string; readonly SPOT?: string };
    }
  >
> = {
  standard: {
    pattern: /^(optimal|default_\w+|[acdhimrtz]\d|im\d|is\d)/,
    codes: { EC2: "L-1216C47A", SPOT: "L-34B43A08" },
  },
  G: { pattern: /^(gr?|vt)\d/, codes: { EC2: "L-DB2E81BA", SPOT: "L-3819A6DF" } },
  P: { pattern: /^p\d/, codes: { EC2: "L-417A185B" } },
  // Spot has a quota for P2 to P4, and one for P5.
  "P4, P3, P2": { pattern: /^p[2-4]/, codes: { SPOT: "L-7212CCBC" } },
  P5: { pattern: /^p5/, codes: { SPOT: "L-C4BD4855" } },
  DL: { pattern: /^dl\d/, codes: { EC2: "L-6E869C2A", SPOT: "L-85EED4F7" } },
  F: { pattern: /^f\d/, codes: { EC2: "L-74FC7D96", SPOT: "L-88CF9481" } },
  HPC: { pattern: /^hpc\d/, codes: { EC2: "L-F7808C92" } },
  Inf: { pattern: /^inf\d/, codes: { EC2: "L-1945791B", SPOT: "L-B5D1601B" } },
  Trn: { pattern: /^trn\d/, codes: { EC2: "L-2C3B7624", SPOT: "L-6B0D517C" } },
  X: { pattern: /^x\d/, codes: { EC2: "L-7295265B", SPOT: "L-E3A00192" } },
  "High Memory": { pattern: /^u-?\d/, codes: { EC2: "L-43DA4232" } },
};
