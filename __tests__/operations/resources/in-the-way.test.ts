import { obstaclesIn } from "../../../src/operations/resources/network/in-the-way";
import { fakeAws } from "../adoption/fake-aws";

it.each([
  ["ELB classic", "classic", "elb delete-load-balancer --load-balancer-name classic"],
  [
    "ELB app/k8s-jobs/0123abcd",
    "k8s-jobs",
    "elbv2 delete-load-balancer --load-balancer-arn " +
      "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/k8s-jobs/0123abcd",
  ],
])(
  "names the load balancer of an interface that is described as %s, and its removal",
  async (Description, name, command) => {
    const NetworkInterfaces = [{ NetworkInterfaceId: "eni-1", Description, OwnerId: "111122223333" }];
    const { clients } = fakeAws({ DescribeNetworkInterfaces: { NetworkInterfaces } });
    expect(await obstaclesIn(clients.ec2, ["vpc-1"], "doeks")).toEqual([
      { id: "eni-1", what: `load balancer ${name}, by its network interface eni-1`, command },
    ]);
  },
);
