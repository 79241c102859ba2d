import { sumOf } from "../../../local/kubernetes/quantity";

test.each([
  [[], "0"],
  [["250m", "250m"], "500m"],
  [["500m", "500m"], "1"],
  [["1500", "500"], "2k"],
  [["64Mi", "64Mi"], "128Mi"],
  [["512Mi", "512Mi"], "1Gi"],
  [["0", "1.5Gi"], "1536Mi"],
  [["100M", "1e6"], "101M"],
])("%j make %s, as Kubernetes writes it", (quantities, sum) => {
  expect(sumOf(quantities)).toBe(sum);
});
