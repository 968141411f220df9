import type { Rule } from "@/lib/domain/policy/rule";

export const rules: readonly Rule[] = [];
