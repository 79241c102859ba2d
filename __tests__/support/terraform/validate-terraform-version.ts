/** In place of CDKTF's own, which starts Terraform at each synthesis: unit tests synthesize hundreds of times. */
export class ValidateTerraformVersion {
  validate(): string[] {
    return [];
  }
}
