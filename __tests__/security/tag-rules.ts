import { blocksIn, forAll, forEach, type Rule } from "./rule";
import { changed, withProvider } from "./spoil";

const ENVIRONMENT_TAG = "Blueprint";
const LAUNCHED = ["instance", "volume", "network-interface"];

type Tags = Readonly<Record<string, string>>;

/** Whose environment everything belongs to. */
export const TAG_RULES: readonly Rule[] = [
  {
    name: "the AWS provider tags whatever can be tagged with its environment",
    check: ({ providers }) =>
      (providers.aws ?? [])
        .filter(({ default_tags }) =>
          blocksIn(default_tags).every(({ tags }) => !(tags as Tags)[ENVIRONMENT_TAG]),
        )
        .map(() => ({ at: "provider aws", problem: `gives no tag ${ENVIRONMENT_TAG}` })),
    badExamples: [
      { title: "without tags", spoil: withProvider("system", { default_tags: [] }) },
      {
        title: "without that tag",
        spoil: withProvider("batch", { default_tags: [{ tags: { team: "research" } }] }),
      },
    ],
  },
  {
    name: "nothing claims to belong to another environment",
    check: forAll(({ tags }, { providers }) => {
      const [defaults] = blocksIn(providers.aws?.[0]?.default_tags);
      const own = (defaults?.tags as Tags | undefined)?.[ENVIRONMENT_TAG];
      const claimed = (tags as Tags | undefined)?.[ENVIRONMENT_TAG];
      return claimed === undefined || claimed === own ? [] : [`has the tag ${ENVIRONMENT_TAG}=${claimed}`];
    }),
    badExamples: [
      { title: "a VPC", spoil: changed("cluster", "vpc/vpc", { tags: { [ENVIRONMENT_TAG]: "other" } }) },
    ],
  },
  {
    name: "what a launch template launches has the tags of everything else",
    check: forEach(["aws_launch_template"], ({ tag_specifications }, { providers }) => {
      const [defaults] = blocksIn(providers.aws?.[0]?.default_tags);
      const wanted = Object.entries((defaults?.tags ?? {}) as Tags);
      return LAUNCHED.filter((launched) => {
        const specification = blocksIn(tag_specifications).find(
          ({ resource_type }) => resource_type === launched,
        );
        const tags = (specification?.tags ?? {}) as Tags;
        return wanted.some(([key, value]) => tags[key] !== value);
      }).map((launched) => `launches a ${launched} without all tags`);
    }),
    badExamples: [
      {
        title: "untagged",
        spoil: changed("batch", "nodes/launch-template/template", { tag_specifications: [] }),
      },
      {
        title: "one kind left out",
        spoil: changed("system", "nodes/launch-template/template", ({ tag_specifications }) => ({
          tag_specifications: blocksIn(tag_specifications).slice(1),
        })),
      },
    ],
  },
];
