// What Playwright's JSON report says, for the end of `npm test`.

function* specsIn(suites) {
  for (const suite of suites ?? []) {
    yield* suite.specs ?? [];
    yield* specsIn(suite.suites);
  }
}

/** Each failed test with its messages, then what went wrong outside of any test. */
export function failuresOf(report) {
  const lines = [];
  for (const spec of specsIn(report.suites)) {
    if (spec.ok) continue;
    const errors = spec.tests.flatMap((test) =>
      test.results.flatMap((r) => r.errors.map((e) => e.message)),
    );
    lines.push(`FAILED ${spec.file}: ${spec.title}\n${errors.join("\n").slice(0, 3000)}`);
  }
  for (const error of report.errors ?? []) lines.push(error.message);
  return lines.join("\n");
}

/** The names of the tests that did not run, with the reason where one was given. */
export function skippedIn(report) {
  return [...specsIn(report.suites)].flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "skipped")
      .map((test) => {
        const why = test.annotations?.find((note) => note.type === "skip")?.description;
        return `e2e/${spec.file}: ${spec.title}${why ? ` (${why})` : ""}`;
      }),
  );
}

/** How long the second start of an installation took to its first answer, as its test noted it. */
export function warmStartIn(report) {
  const notes = [...specsIn(report.suites)].flatMap((spec) =>
    spec.tests.flatMap((test) => test.annotations ?? []),
  );
  return notes.find((note) => note.type === "warm start")?.description;
}
