export { metricsRoute as GET } from "../_http/metrics-route";
