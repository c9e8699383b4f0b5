package dev.uploadgateway.outbox;

/** Every statement that takes a person's events out of what waits. */
final class ErasureSql {

  private ErasureSql() {}

  static final String NEXT_PENDING =
      """
      select id, deadline
      from batch
      where dataset = :dataset and state = 'pending' and (deadline, id) > (:deadline, :id)
      order by deadline, id
      limit 1000
      """;

  static final String NEXT_QUARANTINED =
      """
      select id, deadline
      from batch
      where dataset = :dataset and state = 'quarantined' and id > :id
      order by id
      limit 1000
      """;

  static final String READ =
      """
      select upload_id, state, wire, events, seal_key_id, data_key, envelope, false as in_call
      from batch
      where dataset = :dataset and id = :id and state in ('pending', 'quarantined')
      """;

  static final String LOCK =
      """
      select upload_id, state, wire, events, seal_key_id, data_key, envelope,
             state = 'pending' and lease is not null and due_at > :now as in_call
      from batch
      where dataset = :dataset and id = :id and state in ('pending', 'quarantined')
      for update
      """;

  /**
   * A claim whose time is over loses its hold, or it could still put the whole envelope back. It
   * stays known that there was one.
   */
  static final String SHRINK =
      """
      update batch
      set events = :events, deadline = :deadline, seal_key_id = :sealKeyId, data_key = :dataKey, envelope = :envelope,
          lease = case when lease is null then null else :anotherLease end,
          content = :content::tally_line[]
      where dataset = :dataset and id = :id
      """;

  static final String DELETE = "delete from batch where dataset = :dataset and id = :id";

  /** What waited is counted as if it had been quarantined first, which tallies know how to undo. */
  static final String COUNT =
      """
      with counted as (
        update upload set quarantined = quarantined - :quarantined, discarded = discarded + :events
        where dataset = :dataset and id = :upload
      )
      insert into tally_change (dataset, upload_id, change, lines)
      select :dataset, :upload, c.change, array_agg(row(l.*)::tally_line)
      from unnest(:eventQuarters::int[], :uploadQuarters::int[], :names::text[], :currencies::text[],
                  :counts::bigint[], :duplicateCounts::bigint[], :values::numeric[], :delays::numeric[]) as l
      cross join unnest(:changes::text[]) as c (change)
      group by c.change
      """;
}
