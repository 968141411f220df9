import { startGitHub } from "./stand-in";

/** `tsx connectors/github/testing/serve.ts PORT`: prints, as JSON, where it is and how to sign in. */
const { url, token, privateKey, world } = await startGitHub(
  undefined,
  Number(process.argv[2] ?? 0),
);
const { org, self } = world;
process.stdout.write(`${JSON.stringify({ url, org: org.login, token, privateKey, ...self })}\n`);
