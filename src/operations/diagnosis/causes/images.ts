import type { Cause } from "../cause";

const IMAGES = "https://kubernetes.io/docs/concepts/containers/images/";
/** Words that make a text one about pulling an image. */
const PULL = String.raw`(pull|image|manifest|registry|docker|ecr|repository)`;

function aboutImages(pattern: string): RegExp[] {
  return [new RegExp(`${PULL}[^]*(${pattern})`, "i"), new RegExp(`(${pattern})[^]*${PULL}`, "i")];
}

/** Why an image could not be pulled, the most particular reason first. */
export const IMAGE_PULLS: readonly Cause[] = [
  {
    id: "image-name",
    means: "The image's name is not one that a registry can have",
    help: "Correct it: registry/repository:tag, in small letters and without https://.",
    looks:
      'InvalidImageName: Failed to apply default image tag "My Image": couldn\'t parse image name: invalid reference format',
    signs: [/InvalidImageName|invalid reference format|couldn't parse image/i],
    isBeforeStart: true,
    source: `${IMAGES}#image-names`,
  },
  {
    id: "image-platform",
    means: "The image is not there for the node's processor architecture",
    help: "Build it for the nodes' architecture too (docker buildx build --platform linux/amd64,linux/arm64), or use a queue whose instance types are of the image's.",
    looks: 'Failed to pull image "team/app:1": no match for platform in manifest: not found',
    signs: [/no match(ing manifest)? for (platform|linux)|does not match the specified platform/i],
    isBeforeStart: true,
    source: `${IMAGES}#multi-architecture-images-with-image-indexes`,
  },
  {
    id: "image-rate-limit",
    means: "The registry allows no more pulls for now",
    help: "Wait, log in to the registry with a secret of the namespace, or copy the image into ECR (a pull-through cache does it by itself).",
    looks: "ErrImagePull: toomanyrequests: You have reached your pull rate limit.",
    signs: [/toomanyrequests|pull rate limit|too many requests/i],
    isBeforeStart: true,
    source: "https://docs.docker.com/docker-hub/usage/pulls/",
  },
  {
    id: "image-denied",
    means: "The registry does not let the node pull the image, or has no such image for it",
    help: "For ECR: the repository's policy and account, and the nodes' role, must allow ecr:BatchGetImage. For others: a secret with the registry's credentials in the namespace {namespace|of AWS Batch}.",
    looks:
      'Failed to pull image "team/private:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    signs: [
      /failed to resolve reference.*\b40[13]\b/i,
      /pull access denied|no basic auth credentials|insufficient_scope|authorization (failed|token)|requested access to the resource is denied/i,
      ...aboutImages(
        String.raw`40[13] (Unauthorized|Forbidden)|: (unauthorized|forbidden|denied)\b|not authorized to perform: ecr|AccessDenied`,
      ),
    ],
    isBeforeStart: true,
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_EKS.html",
  },
  {
    id: "image-not-found",
    means: "The registry has no image of this name and tag",
    help: "Check name and tag, and the registry's region and account: docker manifest inspect IMAGE, or aws ecr describe-images.",
    looks:
      'Failed to pull image "public.ecr.aws/team/app:v9": rpc error: code = NotFound desc = failed to resolve reference: public.ecr.aws/team/app:v9: not found',
    signs: [
      /manifest (for \S+ )?(not found|unknown)|manifest_unknown|name_unknown|name unknown|RepositoryNotFoundException|ImageNotFoundException/i,
      ...aboutImages(String.raw`(failed to resolve|repository|tag)\b[^]*(not found|does not exist)`),
    ],
    unless: /dial tcp|lookup \S+|no such host/i,
    isBeforeStart: true,
    source: IMAGES,
  },
  {
    id: "registry-certificate",
    means: "The node does not trust the registry's certificate",
    help: "A registry with a certificate of its own needs it in the nodes' image; the common registries need none.",
    looks:
      'Failed to pull image "registry.example/app:1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    signs: aboutImages(String.raw`x509:|failed to verify certificate`),
    isBeforeStart: true,
    source: IMAGES,
  },
  {
    id: "registry-unreachable",
    means: "The node does not reach the registry",
    help: "Its name, or the way to it: the private subnets need their NAT gateway, security groups egress; npm run doctor -- --deployed looks at the network.",
    looks: 'Failed to pull image "registry.example/app:1": dial tcp: lookup registry.example: no such host',
    signs: aboutImages(
      String.raw`dial tcp|i\/o timeout|no such host|connection (refused|reset)|TLS handshake timeout|context deadline exceeded|Client\.Timeout`,
    ),
    isBeforeStart: true,
    source: "https://docs.aws.amazon.com/eks/latest/userguide/network_reqs.html",
  },
  {
    id: "image-disk",
    means: "The node's disk is too small for the image",
    help: "Give the nodes a larger disk: root_volume_gib of its environment in aws_batch_compute_environments of variables.json, then ./install.sh.",
    looks:
      'Failed to pull image "team/cuda:12": failed to extract layer: write /usr/lib/x: no space left on device',
    signs: aboutImages("no space left on device"),
    isBeforeStart: true,
    source: "https://kubernetes.io/docs/concepts/storage/ephemeral-storage/",
  },
  {
    id: "image-never-pulled",
    means: "The image must not be pulled (imagePullPolicy Never), and the node does not have it",
    help: "Set imagePullPolicy in the job definition to IfNotPresent.",
    looks: 'ErrImageNeverPull: Container image "app:1" is not present with pull policy of Never',
    signs: [/ErrImageNeverPull|pull policy of Never/i],
    isBeforeStart: true,
    source: `${IMAGES}#image-pull-policy`,
  },
  {
    id: "image",
    means: "The image could not be pulled",
    help: "The image could not be pulled: check its name, and that the nodes' role and network reach its registry.",
    looks: 'ImagePullBackOff: Back-off pulling image "team/app:1"',
    signs: [
      /ImagePullBackOff|ErrImagePull|Back-off pulling image|CannotPull(Container|ECRContainer|Image)?\w*|Failed to pull image|ImageInspectError|RegistryUnavailable|SignatureValidationFailed/,
    ],
    isBeforeStart: true,
    narrowedBy: /^(image-|registry-|pull-secret|disk-full)/,
    source: IMAGES,
  },
];
