/*
 * Imported first by the commands that write state, plans and logs, or let Terraform write them: it
 * would make them readable for everybody on the machine.
 */
process.umask(0o077);
