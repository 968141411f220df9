import { noDoor } from "@/app/_http/no-door";

export {
  noDoor as DELETE,
  noDoor as GET,
  noDoor as OPTIONS,
  noDoor as PATCH,
  noDoor as POST,
  noDoor as PUT,
};
