import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceRecord } from "@/lib/domain/inventory/source-record";
import { parsePolicy } from "./documents";
import { effectiveAccess } from "./effective-access";
import { globMatches, globsOverlap } from "./globs";
import { PolicyBook } from "./policy-book";
import { judgePrivilege } from "./privilege";
import { roleRecords } from "./role-records";
import { trustEdges } from "./trust-policy";
import { allow, deny, level } from "./testing/policies";
import { scope } from "./testing/trusts";

describe("whatever a document holds", () => {
  const junk = fc.anything({ withNullPrototype: false, maxDepth: 4 });
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("*", "s3:*", "s3:Get*", "iam:*", "iam:PassRole", "*:*", "sts:AssumeRole"),
  );
  const statement = fc.record(
    {
      Effect: fc.oneof(fc.constantFrom("Allow", "Deny"), junk),
      Action: fc.oneof(word, fc.array(word, { maxLength: 3 }), junk),
      NotAction: fc.oneof(word, junk),
      Resource: fc.oneof(word, junk),
      Principal: fc.oneof(
        word,
        fc.dictionary(
          fc.constantFrom("AWS", "Service", "Federated", "__proto__"),
          fc.oneof(word, junk),
        ),
        junk,
      ),
      Condition: fc.oneof(fc.dictionary(fc.string(), fc.dictionary(fc.string(), word)), junk),
    },
    { requiredKeys: ["Effect"] },
  );
  const document = fc.oneof(
    fc.record({ Statement: fc.oneof(statement, fc.array(statement, { maxLength: 4 }), junk) }),
    junk,
    fc.string(),
  );

  test("parsing and judging never throw, and what cannot be read is never read, write or none", () => {
    fc.assert(
      fc.property(document, fc.option(document), (own, limit) => {
        const statements = parsePolicy(own);
        const boundary =
          limit === null ? null : { via: "boundary", statements: parsePolicy(limit) };
        const result = judgePrivilege(effectiveAccess([{ via: "own", statements }], boundary));
        expect([statements === null, result.state]).not.toEqual([true, "known"]);
        for (const edge of trustEdges(statements ?? [], scope)) expect(edge.because).not.toBe("");
      }),
      { numRuns: 1_000 },
    );
  });

  test("adding a Deny or a boundary never raises a level", () => {
    const order = ["none", "read", "write", "high", "admin"];
    const clean = fc.record({
      Effect: fc.constant("Allow"),
      Action: fc.array(word, { minLength: 1, maxLength: 3 }),
      Resource: fc.constant("*"),
    });
    fc.assert(
      fc.property(fc.array(clean, { maxLength: 4 }), word, (statements, action) => {
        const before = order.indexOf(level(statements));
        expect(order.indexOf(level([...statements, deny(action)]))).toBeLessThanOrEqual(before);
        expect(order.indexOf(level(statements, [allow(action)]))).toBeLessThanOrEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test("a role of any content becomes records that the inventory accepts", () => {
    const book = new PolicyBook([], []);
    const reading = { ...scope, source: "test", observedAt: new Date(0) };
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        document,
        document,
        fc.string(),
        (name, trust, inline, date) => {
          const role = {
            RoleId: "AROAEXAMPLE",
            RoleName: name,
            AssumeRolePolicyDocument: trust,
            CreateDate: date,
            Path: name,
            RolePolicyList: [{ PolicyName: name, PolicyDocument: inline }],
            Tags: [{ Key: name, Value: date }],
          };
          const refused = roleRecords(role, book, reading).filter(
            (one) => !sourceRecord.safeParse(one).success,
          );
          expect(refused).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a pattern that matches a text overlaps it", () => {
    const glob = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    const text = fc
      .array(fc.constantFrom("a", "b"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(glob, text, (pattern, plain) => {
        expect(globsOverlap(pattern, plain)).toBe(globMatches(pattern, plain));
      }),
    );
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        expect(globsOverlap(left, right)).toBe(globsOverlap(right, left));
      }),
    );
  });
});
