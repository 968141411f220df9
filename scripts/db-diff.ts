// Prints the SQL from the committed schema files to those in the working tree: the body of a new
// migration. Needs any reachable PostgreSQL in DATABASE_URL.
import { execFileSync } from "node:child_process";
import { databaseUrl } from "@/lib/infra/db";
import { schemaChange } from "@/lib/infra/schema-engine";

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" });
const committed = git("ls-tree", "-r", "--name-only", "HEAD", "prisma")
  .split("\n")
  .filter((file) => file.endsWith(".prisma"))
  .map((file): [string, string] => [file, git("show", `HEAD:${file}`)]);

console.log(await schemaChange(databaseUrl(), committed));
