import type { NodeProperties } from "@aws-sdk/client-batch";
import { invalidRequest } from "../errors";

interface NodeRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `0:3`, `:3`, `4:` or `4`. */
export function parseTargetNodes(targetNodes: string | undefined, numNodes: number): NodeRange {
  const match = /^(\d*)(:(\d*))?$/.exec(targetNodes ?? "");
  if (!match || targetNodes === "") throw invalidRequest(`targetNodes ${targetNodes} is not a node range`);
  const first = Number(match[1] || 0);
  const last = match[2] === undefined ? first : Number(match[3] || numNodes - 1);
  if (first > last || last >= numNodes) {
    throw invalidRequest(`targetNodes ${targetNodes} is not within the ${numNodes} nodes of the job`);
  }
  return { first, last };
}

/** The range whose properties a node has: of those that hold it the narrowest, as ranges may nest. */
export function rangeOf<Range extends { targetNodes: string | undefined }>(
  ranges: readonly Range[],
  node: number,
  numNodes: number,
): Range | undefined {
  return ranges
    .map((range) => ({ range, ...parseTargetNodes(range.targetNodes, numNodes) }))
    .filter(({ first, last }) => first <= node && node <= last)
    .sort((a, b) => a.last - a.first - (b.last - b.first))[0]?.range;
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeProperties.html */
export function checkNodeRanges(properties: NodeProperties): void {
  const { numNodes, mainNode, nodeRangeProperties: ranges } = properties;
  if (numNodes === undefined || !Number.isInteger(numNodes) || numNodes < 1 || numNodes > 1000) {
    throw invalidRequest(`numNodes must be between 1 and 1000, got ${numNodes}`);
  }
  if (mainNode === undefined || mainNode < 0 || mainNode >= numNodes) {
    throw invalidRequest(`mainNode must be the index of one of the ${numNodes} nodes, got ${mainNode}`);
  }
  if (!ranges?.length || ranges.length > 5)
    throw invalidRequest("nodeRangeProperties must have 1 to 5 entries");
  for (let node = 0; node < numNodes; node += 1) {
    if (!rangeOf(ranges, node, numNodes)) {
      throw invalidRequest(`nodeRangeProperties must account for all nodes, none has node ${node}`);
    }
  }
}
