import { bringMissing, withBrought } from "../../local/programs/missing";

/** Before the first test that calls them: what this machine has not of Terraform, the AWS CLI and moto. */
export default async function bringPrograms(): Promise<void> {
  await bringMissing();
  process.env.PATH = withBrought(process.env.PATH);
}
