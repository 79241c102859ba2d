const SPELLINGS: Readonly<Record<string, string>> = {
  addon: "add-on",
  addons: "add-ons",
  aws: "AWS",
  connect: "Connect",
  eip: "Elastic IP",
  eks: "EKS",
  iam: "IAM",
  kms: "KMS",
  nat: "NAT",
  openid: "OpenID",
  sns: "SNS",
  sqs: "SQS",
  v1: "",
  vpc: "VPC",
};

/** Prefixes of types that say nothing beside the name of their construct. */
const PREFIX = /^(aws_(batch_|cloudwatch_event_|cloudwatch_|ec2_|eks_|iam_|vpc_)?|kubernetes_)(?=.)/;

/** The words of an identifier in camel, kebab or snake case, as one writes them. */
export function words(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1 ")
    .toLowerCase()
    .replace("on-demand", "On\u2011Demand")
    .split(/[ _-]+/)
    .map((word) => SPELLINGS[word] ?? word)
    .filter((word) => word !== "");
}

/** What a type of resource is called, such as `log group` for `aws_cloudwatch_log_group`. */
export function nounOf(type: string): string {
  return words(type === "aws_vpc" ? "vpc" : type.replace(PREFIX, "")).join(" ");
}

/** The noun with its number, unless that is one. */
export function counted(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${plural(noun)}`;
}

export function plural(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A text that begins with a capital letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Groups in the order of their first members. */
export function grouped<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
