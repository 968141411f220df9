import { expect, test } from "@playwright/test";
import doors from "../../app/_http/access-matrix.json" with { type: "json" };
import { actionAnswer, callAction, serverActions } from "../support/actions";
import { addPerson, signIn, testPassword, type TestActor } from "../support/actors";
import { query } from "../support/database";
import { inParallel, send } from "../support/http";
import { administrator, instance } from "../support/instance";

/** What a page of somebody else can make a browser send along with a person's cookie. */
function foreignOrigins(): Record<string, Record<string, string>> {
  const { host, hostname, port } = new URL(instance().baseUrl);
  return {
    "another site": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    "origin null": { origin: "null", "sec-fetch-site": "cross-site" },
    "no origin": {},
    "another port": { origin: `http://${hostname}:${Number(port) + 1}` },
    "another scheme": { origin: `https://${host}` },
    "a sibling domain": { origin: `http://evil.${host}`, "sec-fetch-site": "same-site" },
    "our name as a prefix": { origin: `http://${host}.evil.example` },
    "our name as user": { origin: `http://${host}@evil.example` },
    "a forwarded host": { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  };
}

const anyId = "00000000-0000-7000-8000-0000000000aa";
const writes = Object.keys(doors)
  .filter((door) => /^(POST|PUT|PATCH|DELETE) /.test(door))
  .map((door) => {
    const [method = "", address = ""] = door.split(" ");
    const path = address.replace("[...nextauth]", "signout").replaceAll(/\[\w+\]/g, anyId);
    return { door, method, path };
  });

const doneBy = async (personId: string): Promise<number> => {
  const text =
    "SELECT count(*)::int AS n FROM audit_event WHERE actor_id = $1 AND outcome = 'done'";
  return (await query<{ n: number }>(text, [personId]))[0]?.n ?? -1;
};

let victim: TestActor;
let doneBefore = 0;

test.describe("with an administrator's cookie, from a page that is not Muster's", () => {
  test.beforeAll(async () => {
    const admin = await signIn(administrator.email, administrator.password);
    victim = await addPerson(admin, "admin", "Forged administrator");
    doneBefore = await doneBy(victim.personId ?? "");
  });

  test("no API write is carried out", async () => {
    const { baseUrl } = instance();
    const carriedOut: string[] = [];
    let sent = 0;
    const cases = writes.flatMap((write) =>
      Object.entries(foreignOrigins()).map(([what, headers]) => ({ ...write, what, headers })),
    );
    await inParallel(cases, async ({ door, method, path, what, headers }) => {
      const answer = await send(baseUrl, path, {
        method,
        headers: { ...victim.headers, "content-type": "application/json", ...headers },
        body: "{}",
      });
      sent += 1;
      const isSink = door.endsWith("/api/csp-report") && answer.status === 204;
      if (answer.status !== 403 && !isSink) carriedOut.push(`${door}, ${what}: ${answer.status}`);
    });
    expect(carriedOut).toEqual([]);
    expect(sent).toBeGreaterThan(150);
  });

  test("no Server Action is carried out, called by script or by a plain form", async () => {
    const { baseUrl } = instance();
    const carriedOut: string[] = [];
    let sent = 0;
    const cases = serverActions().flatMap((action) =>
      Object.entries(foreignOrigins()).map(([what, headers]) => ({ action, what, headers })),
    );
    await inParallel(cases, async ({ action, what, headers }) => {
      const byScript = await callAction(baseUrl, action, [{}], {
        headers: { ...victim.headers, ...headers },
      });
      const said = actionAnswer(byScript);
      const refusedByUs = said?.ok === false && /did not come from/.test(said.error?.message ?? "");
      if (!refusedByUs && (said !== null || byScript.status < 400)) {
        carriedOut.push(
          `${action.door}, ${what}: ${byScript.status} ${byScript.text.slice(0, 200)}`,
        );
      }
      const boundary = "----muster";
      const form = `--${boundary}\r\nContent-Disposition: form-data; name="$ACTION_ID_${action.id}"\r\n\r\n\r\n--${boundary}--\r\n`;
      const byForm = await send(baseUrl, "/sign-in", {
        method: "POST",
        headers: {
          ...victim.headers,
          ...headers,
          "content-type": `multipart/form-data; boundary=${boundary}`,
        },
        body: form,
      });
      if (/"ok":true/.test(byForm.text)) carriedOut.push(`${action.door} as a form, ${what}`);
      sent += 2;
    });
    expect(carriedOut).toEqual([]);
    expect(sent).toBeGreaterThan(400);
  });

  test("a body of another type, a GET or an overridden method changes nothing", async () => {
    const { baseUrl } = instance();
    const carriedOut: string[] = [];
    const ours = { ...victim.headers, origin: baseUrl };
    const bodied = writes.filter(
      ({ method, door }) => method !== "DELETE" && !/csp|auth\/|sample$/.test(door),
    );
    const withoutBody = /audit-events\/verify$/;
    await inParallel(bodied, async ({ door, method, path }) => {
      for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
        const answer = await send(baseUrl, path, {
          method,
          headers: { ...ours, ...(type ? { "content-type": type } : {}) },
          body: '{"name":"x","page":"identities","query":""}',
        });
        const refused = answer.status >= 400;
        if (!refused && !withoutBody.test(door))
          carriedOut.push(`${door} as ${type}: ${answer.status}`);
      }
      const overrides: Record<string, string>[] = [
        {},
        { "x-http-method-override": method },
        { "x-method-override": method },
      ];
      for (const headers of overrides) {
        await send(baseUrl, `${path}?_method=${method}`, {
          headers: { ...victim.headers, ...headers },
        });
      }
    });
    await inParallel(serverActions(), async ({ id }) => {
      await send(baseUrl, `/sign-in?$ACTION_ID_${id}=`, {
        headers: { ...victim.headers, "next-action": id },
      });
    });
    await send(baseUrl, "/api/auth/signout", { headers: victim.headers });
    expect(carriedOut).toEqual([]);
    const still = await send(baseUrl, "/api/v1/me", { headers: victim.headers });
    expect(still.status).toBe(200);
  });

  test("the audit log holds no change by that administrator, and a refusal for each attempt", async () => {
    const rows = await query<{ event: string }>(
      "SELECT event FROM audit_event WHERE actor_id = $1 AND outcome = 'done' ORDER BY seq DESC",
      [victim.personId],
    );
    const changes = rows.slice(0, rows.length - doneBefore).map(({ event }) => event);
    // A check that fails is on record too; it changes nothing.
    expect(
      changes.filter((event) => !/^(source\.verified|notice-channel\.tested)$/.test(event)),
    ).toEqual([]);
    const refusals = await query<{ n: number }>(
      "SELECT count(*)::int AS n FROM audit_event WHERE outcome = 'refused' AND actor_type = 'anonymous' AND detail->>'code' = 'forbidden'",
    );
    expect(refusals[0]?.n ?? 0).toBeGreaterThan(200);
  });
});

test("the sign-in door takes no form from elsewhere", async () => {
  const { baseUrl } = instance();
  for (const headers of Object.values(foreignOrigins())) {
    for (const path of ["callback/credentials", "signout", "signin/oidc", "_log"]) {
      const answer = await send(baseUrl, `/api/auth/${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
        body: `email=${administrator.email}&password=${testPassword}`,
      });
      expect(answer.status, path).toBe(403);
      expect(answer.headers["set-cookie"] ?? [], path).toEqual([]);
    }
  }
});
