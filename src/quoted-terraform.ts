/*
 * Imported by the app before CDKTF, which asks Terraform for its version through a shell and does not
 * quote the name of the program: a path with a blank would be two words.
 */
const program = process.env.TERRAFORM_BINARY_NAME;
if (program?.includes(" ")) process.env.TERRAFORM_BINARY_NAME = JSON.stringify(program);
