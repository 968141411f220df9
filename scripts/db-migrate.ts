import { databaseUrl } from "@/lib/infra/db";
import { migrate } from "@/lib/infra/migrate";

for (const name of await migrate(databaseUrl())) console.log(`Applied ${name}`);
process.exit(0); // the schema engine leaves a timer behind that would hold the process for 10 s
