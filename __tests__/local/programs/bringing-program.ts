import { bring, type Release } from "../../../local/programs/release";

/* Brings the release of its first argument, as JSON, into the directory of its second one. */

const [release, root] = process.argv.slice(2);

bring(JSON.parse(release!) as Release, root!).then(console.log, (error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
