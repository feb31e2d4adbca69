/** Which of the approved changes are meant. */
export interface DeliveryFilter {
  rule_id?: string;
  owner?: string;
  folder?: string;
}
