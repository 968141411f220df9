import { parse } from "csv-parse/sync";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { inputWords } from "@/lib/domain/input-words";
import { emailAddress } from "@/lib/domain/people/password-rule";

const mostLines = 10_000;

const line = z.object({
  email: emailAddress,
  name: z.string().trim().min(1, "is missing").max(300, "is too long"),
  title: z.string().trim().max(300, "is too long").optional(),
  manager_email: z.union([z.literal(""), emailAddress]).optional(),
  teams: z.string().max(2_000, "is too long").optional(),
  status: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(["", "active", "disabled"], { error: "is neither active nor disabled" }))
    .optional(),
});

/** One line of the file; a column that the file does not have is undefined and changes nothing. */
export interface CsvPerson {
  line: number;
  email: string;
  name: string;
  title?: string | null;
  managerEmail?: string | null;
  teams?: string[];
  active?: boolean;
}

export interface CsvError {
  line: number;
  message: string;
}

interface Raw {
  record: Record<string, string>;
  info: { lines: number };
}

function read(text: string): Raw[] {
  try {
    return parse(text, {
      columns: (names: string[]) =>
        names.map((name) =>
          name
            .trim()
            .toLowerCase()
            .replaceAll(/[\s-]+/g, "_"),
        ),
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      to: mostLines + 1,
    }) as unknown as Raw[];
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    throw new DomainError("invalid_input", `This is not a CSV file: ${why}. Nothing was changed.`);
  }
}

const teamsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[;|]/)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

function toPerson({ record, info }: Raw): CsvPerson | CsvError {
  const parsed = line.safeParse(record, { error: inputWords });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join(".") ?? "line";
    return { line: info.lines, message: `${field}: ${issue?.message ?? "is not valid"}` };
  }
  const { email, name, title, manager_email: manager, teams, status } = parsed.data;
  return {
    line: info.lines,
    email,
    name,
    ...(title === undefined ? {} : { title: title || null }),
    ...(manager === undefined ? {} : { managerEmail: manager || null }),
    ...(teams === undefined ? {} : { teams: teamsOf(teams) }),
    ...(status ? { active: status === "active" } : {}),
  };
}

/** The people of a file with the columns email and name, and perhaps title, manager_email, teams, status. */
export function readPeopleCsv(text: string): { people: CsvPerson[]; errors: CsvError[] } {
  const raw = read(text);
  const columns = Object.keys(raw[0]?.record ?? {});
  if (!columns.includes("email") || !columns.includes("name")) {
    throw new DomainError(
      "invalid_input",
      "The first line must name the columns; email and name are needed. Nothing was changed.",
    );
  }
  if (raw.length > mostLines) {
    throw new DomainError("too_large", "A file may hold 10,000 people. Nothing was changed.");
  }
  const people: CsvPerson[] = [];
  const errors: CsvError[] = [];
  const lineOf = new Map<string, number>();
  for (const one of raw.map(toPerson)) {
    if ("message" in one) {
      errors.push(one);
      continue;
    }
    const before = lineOf.get(one.email);
    if (before !== undefined) {
      errors.push({ line: one.line, message: `email: is on line ${before} too` });
      continue;
    }
    lineOf.set(one.email, one.line);
    people.push(one);
  }
  return { people, errors };
}
