import { Checkbox } from "@mantine/core";
import type { ControlCheck } from "@/lib/domain/policy/controls";
import { checkWords, controlWords } from "./exception-words";

/** A control that may be claimed, with what the facts say of it now. */
export function ControlChoice({ check }: { check: ControlCheck }) {
  const { label, about } = controlWords[check.control];
  const found =
    check.control === "other" ? "" : ` ${checkWords[check.state].label}: ${check.because}.`;
  return <Checkbox value={check.control} label={label} description={`${about}${found}`} />;
}
