import {
  NodeLaunchTemplate,
  type NodeLaunchTemplateProps,
} from "../../../src/constructs/eks/node-launch-template";
import { synthesizeStack } from "../../support/synthesize";
import type { Block } from "../../support/synthesized-stack";

function templateWith(props: Partial<NodeLaunchTemplateProps> = {}): Block {
  return synthesizeStack((scope) => {
    new NodeLaunchTemplate(scope, "nodes", {
      namePrefix: "default-",
      description: "Nodes",
      nodeName: "default",
      tags: { Blueprint: "doeks-aws-batch", team: "ml" },
      ...props,
    });
  }).resource("nodes/template");
}

const template = templateWith();

it("has the given name and description", () =>
  expect(template).toMatchObject({ name_prefix: "default-", description: "Nodes" }));

it("answers metadata requests with a token only, up to two hops away", () =>
  expect(template.metadata_options).toEqual({
    http_endpoint: "enabled",
    http_tokens: "required",
    http_put_response_hop_limit: 2,
  }));

it("has an encrypted root volume of 20 GiB gp3 that goes with the instance", () =>
  expect(template.block_device_mappings).toEqual([
    {
      device_name: "/dev/xvda",
      ebs: { volume_size: 20, volume_type: "gp3", encrypted: "true", delete_on_termination: "true" },
    },
  ]));

it.each(["instance", "volume", "network-interface"])("tags each %s that is launched, and names it", (type) =>
  expect(template.tag_specifications).toContainEqual({
    resource_type: type,
    tags: { Blueprint: "doeks-aws-batch", team: "ml", Name: "default" },
  }),
);

it("tags nothing else", () => expect(template.tag_specifications).toHaveLength(3));

it("names nodes by itself even when the user has a tag Name", () =>
  expect(templateWith({ tags: { Name: "mine" } }).tag_specifications).toContainEqual({
    resource_type: "instance",
    tags: { Name: "default" },
  }));

it("makes its newest version the default one", () => expect(template.update_default_version).toBe(true));

it("is replaced before the old one goes", () =>
  expect(template.lifecycle).toEqual({ create_before_destroy: true }));

it("leaves image, instance type, key and user data to the launcher", () => {
  for (const attribute of ["image_id", "instance_type", "key_name", "user_data"]) {
    expect(template).not.toHaveProperty(attribute);
  }
  expect(template).toHaveProperty("name_prefix");
});

describe("detailed monitoring", () => {
  it("is off unless asked for", () => expect(template.monitoring).toEqual({ enabled: false }));

  it("can be switched on", () =>
    expect(templateWith({ detailedMonitoring: true }).monitoring).toEqual({ enabled: true }));
});

describe("security groups", () => {
  it("are the launcher's choice unless given", () =>
    expect(template).not.toHaveProperty("vpc_security_group_ids"));

  it("can be given", () =>
    expect(templateWith({ securityGroupIds: ["sg-1"] }).vpc_security_group_ids).toEqual(["sg-1"]));
});
