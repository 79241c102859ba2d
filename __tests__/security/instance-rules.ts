import { blocksIn, forEach, type Rule } from "./rule";
import { changed } from "./spoil";

const TEMPLATE = "nodes/launch-template/template";

/** More would let what runs in a pod's network reach the node's credentials. */
const MAX_HOPS = 2;

/** How instances are launched. */
export const INSTANCE_RULES: readonly Rule[] = [
  {
    name: "instances answer only IMDSv2, and not beyond their pods",
    check: forEach(["aws_launch_template", "aws_instance"], ({ metadata_options }) => {
      const [options] = blocksIn(metadata_options);
      return [
        ...(options?.http_tokens === "required" ? [] : ["answers IMDSv1"]),
        ...(Number(options?.http_put_response_hop_limit ?? 1) > MAX_HOPS ? ["answers beyond its pods"] : []),
      ];
    }),
    badExamples: [
      { title: "left to AWS", spoil: changed("system", TEMPLATE, { metadata_options: undefined }) },
      {
        title: "optional",
        spoil: changed("batch", TEMPLATE, { metadata_options: { http_tokens: "optional" } }),
      },
      {
        title: "three hops",
        spoil: changed("batch", TEMPLATE, {
          metadata_options: { http_tokens: "required", http_put_response_hop_limit: 3 },
        }),
      },
    ],
  },
  {
    name: "volumes are encrypted",
    check: forEach(["aws_launch_template", "aws_instance", "aws_ebs_volume"], (block) => {
      const volumes =
        block.blockType === "aws_ebs_volume"
          ? [block]
          : [
              ...blocksIn(block.block_device_mappings).flatMap(({ ebs }) => blocksIn(ebs)),
              ...blocksIn(block.root_block_device),
            ];
      if (volumes.length === 0) return ["leaves its volumes to the image"];
      return volumes
        .filter(({ encrypted }) => String(encrypted) !== "true")
        .map(() => "has a volume in the clear");
    }),
    badExamples: [
      { title: "left to the image", spoil: changed("system", TEMPLATE, { block_device_mappings: [] }) },
      {
        title: "not encrypted",
        spoil: changed("batch", TEMPLATE, {
          block_device_mappings: [{ device_name: "/dev/xvda", ebs: { volume_size: 20 } }],
        }),
      },
    ],
  },
];
