"""Verifiable draws: one tool for masks, experts, inspectors and mystery visits.

How a draw goes, and why nobody can bend it:

1. *Open.* The rule is fixed: how many seats, whether weights count, who contributes chance, until when.
2. *Entries close*, and the organiser **commits**: to the list of entrants (a Merkle root), the rule, and the
   digest of a secret seed of his. None of the three can change any more; every entrant gets a proof that he
   is on the list.
3. Each named **source** seals a random contribution (its digest), and opens it once all have sealed. So
   nobody knows another's contribution when he chooses his own, and one honest source is enough.
4. The organiser **reveals** the seed. Seed and contributions together decide; anybody can compute it again.

A seed proves itself by its digest, so whoever holds a copy (a notary, the supervisor) may reveal it for an
organiser who does not. If nobody does by the hour that was set, or a source fails, the draw is
**abandoned**: the ledger says who failed, the list of entrants stays, and the draw is repeated with that
very list and rule.
"""
