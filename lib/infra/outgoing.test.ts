import { afterAll, beforeAll, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../testing/receiver";
import { resetEnv } from "./env";
import { callOut } from "./outgoing";

let receiver: Receiver;

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  resetEnv();
  receiver = await startReceiver();
  receiver.answer = ({ method, path, headers }) => ({
    status: 404,
    body: { message: `Cannot ${method} ${path}`, ...headers },
  });
});
afterAll(async () => {
  await receiver.stop();
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  resetEnv();
});

const call = (path: string, headers: Record<string, string> = {}) =>
  callOut({
    url: `${receiver.url}${path}`,
    method: "POST",
    headers,
    body: "{}",
    signal: AbortSignal.timeout(10_000),
  });

test("a receiver that repeats the call brings neither its path nor a credential into what is kept", async () => {
  const word = "not-a-real-word-7c1";
  const basic = Buffer.from(`ada@example.com:${word}`).toString("base64");
  const { said: hook } = await call(`/services/T0000/${word}?key=${word}-2`);
  expect(hook).toMatch(/^404 \{"message":"Cannot POST …/);
  expect(hook).not.toContain(word);
  receiver.answer = ({ headers }) => ({ status: 401, body: `no ${headers.authorization} here` });
  const { said: bearer } = await call("/", { authorization: `Bearer ${word}` });
  expect(bearer).toBe('401 "no Bearer … here"');
  const { said: user } = await call("/", { authorization: `Basic ${basic}` });
  expect(user).toBe('401 "no Basic … here"');
  receiver.answer = () => ({ status: 401, body: `The password ${word} is wrong` });
  const { said: told } = await call("/", { authorization: `Basic ${basic}` });
  expect(told).toBe('401 "The password … is wrong"');
  receiver.answer = () => ({ status: 400, body: "invalid_blocks" });
  expect((await call("/services/x")).said).toBe('400 "invalid_blocks"');
});
