import { expect, test } from "@playwright/test";
import { query as rows } from "./support/database";
import { insertPerson, type Person, visitor } from "./support/people";
import { type SecondServer, startSecondServer } from "./support/second-server";

const webs: SecondServer[] = [];
let next = 0;
/** An address that nothing else in this run uses, as a trusted proxy would report it. */
const newAddress = (): string => `198.51.100.${++next}`;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  for (let count = 0; count < 3; count++)
    webs.push(await startSecondServer({ env: { MUSTER_TRUST_PROXY: "1" } }));
});
test.afterAll(async () => {
  await Promise.all(webs.map((web) => web.stop()));
});

type Answer = "in" | "wrong" | "limited";

/** A way to guess at one process from one address. */
async function guesser(web: SecondServer | undefined, address: string) {
  const baseUrl = web?.baseUrl ?? "";
  const http = await visitor({ baseUrl, headers: { "x-forwarded-for": `6.6.6.6, ${address}` } });
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  return async (email: string, password: string): Promise<Answer> => {
    const answer = await http.post("/api/auth/callback/credentials", {
      form: { email, password, csrfToken, json: "true" },
    });
    const error = new URL(((await answer.json()) as { url: string }).url).searchParams.get("error");
    if (error === null) return "in";
    if (error.includes("is not right")) return "wrong";
    expect(error).toMatch(/^Too many attempts\. Try again in ([1-9]|1[0-5]) minutes\.$/);
    return "limited";
  };
}

/** So many guesses at every process at once. */
async function guessEverywhere(person: Person, address: string, each: number): Promise<Answer[]> {
  const all = await Promise.all(
    webs.map(async (web) => {
      const guess = await guesser(web, address);
      const answers: Answer[] = [];
      for (let count = 0; count < each; count++) {
        answers.push(await guess(person.email, `guess ${count}`));
      }
      return answers;
    }),
  );
  return all.flat();
}

const count = (answers: Answer[], kind: Answer): number =>
  answers.filter((one) => one === kind).length;

test("of a thousand guesses at one account ten are looked at, whichever process they reach, also after a restart", async () => {
  const person = await insertPerson("Bruno Brute");
  const address = newAddress();
  const answers = await guessEverywhere(person, address, 334);
  expect(answers.length).toBeGreaterThanOrEqual(1_000);
  expect(count(answers, "wrong")).toBe(10);
  expect(count(answers, "in")).toBe(0);

  await webs[0]?.stop();
  webs[0] = await startSecondServer({ env: { MUSTER_TRUST_PROXY: "1" } });
  const again = await guesser(webs[0], address);
  expect(await again(person.email, person.password), "also with the right password").toBe(
    "limited",
  );
  const elsewhere = await guesser(webs[1], newAddress());
  expect(await elsewhere(person.email, person.password), "the person is not locked out").toBe("in");

  await rows("UPDATE sign_in_limit SET expire = $1 WHERE key LIKE $2", [
    Date.now() - 1,
    `%${address}`,
  ]);
  expect(await again(person.email, person.password), "after the quarter of an hour").toBe("in");
});

test("many addresses together can close an account for at most 15 minutes", async () => {
  const person = await insertPerson("Dina Distributed");
  await rows(
    "INSERT INTO sign_in_limit (key, points, expire) VALUES ($1, 100, $2) ON CONFLICT (key) DO UPDATE SET points = 100, expire = $2",
    [`account:${person.email}`, Date.now() + 14 * 60_000],
  );
  const guess = await guesser(webs[2], newAddress());
  expect(await guess(person.email, person.password)).toBe("limited");
  const [row] = await rows<{ left: string }>(
    "SELECT expire - $2 AS left FROM sign_in_limit WHERE key = $1",
    [`account:${person.email}`, Date.now()],
  );
  expect(Number(row?.left), "more guesses do not prolong it").toBeLessThan(14 * 60_000);
});

test("one address gets a hundred guesses over all accounts, and successes do not count", async () => {
  const person = await insertPerson("Oda Office");
  const address = newAddress();
  const guess = await guesser(webs[1], address);
  for (let visit = 0; visit < 3; visit++) {
    expect(await guess(person.email, person.password)).toBe("in");
  }
  const answers: Answer[] = [];
  for (let account = 0; account < 110; account++) {
    answers.push(await guess(`nobody-${account}@muster.example`, "guess"));
  }
  expect([count(answers, "wrong"), count(answers, "limited")]).toEqual([100, 10]);
});
