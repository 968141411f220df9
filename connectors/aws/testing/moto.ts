import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";

/** A Python program that some machines have; npm cannot install it. */
const program = ["moto", "server"].join("_");

export const isMotoInstalled = (() => {
  try {
    execFileSync(program, ["--help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

export interface Moto {
  url: string;
  /** From now on every call is checked against the caller's policies. */
  enforcePolicies(): Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/`).then(
    (answer) => answer.ok,
    () => false,
  );

/** Another implementation of the AWS API, with the policies that AWS manages. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" };
  const server = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore", env });
  const gone = once(server, "exit");
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (tries > 300) throw new Error("moto_server did not start");
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    url,
    enforcePolicies: async () => {
      await fetch(`${url}/moto-api/reset-auth`, { method: "POST", body: "0" });
    },
    close: async () => {
      server.kill();
      await gone;
    },
  };
}
