interface Report {
  suites?: unknown[];
  errors?: { message: string }[];
}
export declare function failuresOf(report: Report): string;
export declare function skippedIn(report: Report): string[];
export declare function warmStartIn(report: Report): string | undefined;
