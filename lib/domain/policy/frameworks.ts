export interface FrameworkItem {
  id: string;
  /** The framework's own words; null where this project prints the id alone. */
  title: string | null;
}

export interface Framework {
  id: string;
  name: string;
  version: string;
  items: readonly FrameworkItem[];
}

const titled = (prefix: string, titles: readonly string[], suffix = ""): FrameworkItem[] =>
  titles.map((title, index) => ({ id: `${prefix}${index + 1}${suffix}`, title }));
const padded = (prefix: string, titles: readonly string[]): FrameworkItem[] =>
  titles.map((title, index) => ({
    id: `${prefix}${String(index + 1).padStart(2, "0")}`,
    title,
  }));
const bare = (...ids: string[]): FrameworkItem[] => ids.map((id) => ({ id, title: null }));

/** The only framework ids that may be printed. An id that is not here is refused by a test. */
export const frameworks: readonly Framework[] = [
  {
    id: "owasp-nhi",
    name: "OWASP Non-Human Identities Top 10",
    version: "2025",
    items: titled(
      "NHI",
      [
        "Improper Offboarding",
        "Secret Leakage",
        "Vulnerable Third-Party NHI",
        "Insecure Authentication",
        "Overprivileged NHI",
        "Insecure Cloud Deployment Configurations",
        "Long-Lived Secrets",
        "Environment Isolation",
        "NHI Reuse",
        "Human Use of NHI",
      ],
      ":2025",
    ),
  },
  {
    id: "owasp-agentic",
    name: "OWASP Top 10 for Agentic Applications",
    version: "2026",
    items: padded("ASI", [
      "Agent Goal Hijack",
      "Tool Misuse and Exploitation",
      "Identity and Privilege Abuse",
      "Agentic Supply Chain Vulnerabilities",
      "Unexpected Code Execution (RCE)",
      "Memory & Context Poisoning",
      "Insecure Inter-Agent Communication",
      "Cascading Failures",
      "Human-Agent Trust Exploitation",
      "Rogue Agents",
    ]),
  },
  {
    id: "owasp-mcp",
    name: "OWASP MCP Top 10",
    version: "2025 (beta)",
    items: padded("MCP", [
      "Token Mismanagement & Secret Exposure",
      "Privilege Escalation via Scope Creep",
      "Tool Poisoning",
      "Software Supply Chain Attacks & Dependency Tampering",
      "Command Injection & Execution",
      "Intent Flow Subversion",
      "Insufficient Authentication & Authorization",
      "Lack of Audit and Telemetry",
      "Shadow MCP Servers",
      "Context Injection & Over-Sharing",
    ]),
  },
  {
    id: "csa-maestro",
    name: "CSA MAESTRO",
    version: "v1 (2025)",
    items: titled("L", [
      "Foundation Models",
      "Data Operations",
      "Agent Frameworks",
      "Deployment and Infrastructure",
      "Evaluation and Observability",
      "Security and Compliance",
      "Agent Ecosystem",
    ]),
  },
  {
    id: "nist-csf",
    name: "NIST Cybersecurity Framework",
    version: "2.0",
    items: [
      {
        id: "PR.AA-01",
        title: "identities and credentials for authorized users, services and hardware are managed",
      },
      { id: "PR.AA-02", title: "proofed and bound to credentials" },
      { id: "PR.AA-03", title: "authenticated" },
      { id: "PR.AA-04", title: "assertions protected, conveyed, verified" },
      {
        id: "PR.AA-05",
        title:
          "access permissions defined in a policy, managed, enforced, reviewed, with least privilege and separation of duties",
      },
      { id: "PR.AA-06", title: "physical" },
      { id: "ID.RA-07", title: "exceptions" },
      { id: "PR.PS-04", title: "logs" },
      ...bare("ID.AM-01", "ID.AM-02", "ID.AM-03", "ID.AM-04", "ID.AM-05", "ID.AM-07", "ID.AM-08"),
      ...bare("GV.RR-02", "GV.SC-07", "GV.SC-10", "DE.CM-03", "DE.CM-06", "DE.CM-09", "DE.AE-03"),
      ...bare("RS.MI-01", "RS.MI-02"),
    ],
  },
  {
    id: "nist-ai-rmf",
    name: "NIST AI Risk Management Framework",
    version: "1.0",
    items: [
      { id: "GOVERN 1.5", title: "periodic review" },
      { id: "GOVERN 1.6", title: "inventory of AI systems" },
      { id: "GOVERN 1.7", title: "decommissioning" },
      { id: "GOVERN 2.1", title: "roles" },
      { id: "GOVERN 3.2", title: "human-AI oversight" },
      { id: "GOVERN 6.1", title: "third parties" },
      { id: "GOVERN 6.2", title: "third parties" },
      { id: "MANAGE 2.4", title: "supersede, disengage, deactivate" },
      ...bare("MAP 4.2", "MEASURE 2.4", "MEASURE 2.7", "MEASURE 2.8", "MANAGE 4.1", "MANAGE 4.3"),
    ],
  },
];

const byId = new Map(
  frameworks.flatMap((framework) =>
    framework.items.map((item) => [item.id, { framework, item }] as const),
  ),
);

/** The framework and item of an id, or undefined for an id that may not be printed. */
export const frameworkItem = (
  id: string,
): { framework: Framework; item: FrameworkItem } | undefined => byId.get(id);
