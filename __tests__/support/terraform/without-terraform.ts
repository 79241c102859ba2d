import { delimiter, join } from "node:path";

// For the programs that unit tests start.
process.env.PATH = [join(__dirname, "programs"), process.env.PATH].join(delimiter);
