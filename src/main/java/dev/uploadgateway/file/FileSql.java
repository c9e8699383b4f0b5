package dev.uploadgateway.file;

/** Every statement about files, one constant a verb. */
final class FileSql {

  private FileSql() {}

  static final String OPEN =
      """
      insert into file (dataset, name, state, created_at, changed_at)
      values (:dataset, :name, 'receiving', :now, :now)
      returning id
      """;

  static final String ADD_PIECE =
      """
      with grown as (
        update file set rows_total = rows_total + :more, changed_at = :now
        where dataset = :dataset and id = :file and state = 'receiving'
        returning id
      )
      insert into file_piece (dataset, file_id, kind, number, rows, seal_key_id, data_key, envelope)
      select :dataset, id, :kind, :number, :rows, :sealKeyId, :dataKey, :envelope
      from grown
      """;

  static final String RECEIVED =
      """
      update file set state = 'ready', bytes = :bytes, charset = :charset, delimiter = :delimiter, changed_at = :now
      where dataset = :dataset and id = :file and state = 'receiving'
      """;

  static final String FIND =
      """
      select * from file where dataset = :dataset and id = :file
      """;

  static final String LIST =
      """
      select * from file
      where dataset = :dataset and (:before::bigint is null or id < :before)
      order by id desc
      limit :limit
      """;

  static final String ERRORS =
      """
      select code, rows from file_error where dataset = :dataset and file_id = :file order by rows desc, code
      """;

  static final String START =
      """
      update file
      set state = 'running', upload_tag = :uploadTag, mapping = :mapping::jsonb, started_at = coalesce(started_at, :now),
          ended_at = null, failure = null, due_at = :now, lease = null, changed_at = :now
      where dataset = :dataset and id = :file and state in ('ready', 'failed')
      """;

  static final String CANCEL =
      """
      with cancelled as (
        update file set state = 'cancelled', ended_at = :now, changed_at = :now, due_at = null, lease = null
        where dataset = :dataset and id = :file and state in ('ready', 'running', 'failed')
        returning id
      ), forgotten as (
        delete from file_piece p using cancelled c
        where p.dataset = :dataset and p.file_id = c.id and p.kind = 'rows'
      )
      select count(*) from cancelled
      """;

  static final String DELETE =
      """
      delete from file where dataset = :dataset and id = :file and state <> 'running'
      """;

  /**
   * What is over, or was never started, for longer than it is kept; and what broke off on the way.
   */
  static final String EXPIRE =
      """
      delete from file
      where dataset = :dataset
        and (state in ('ready', 'done', 'cancelled', 'failed') and changed_at < :keptSince
             or state = 'receiving' and changed_at < :arrivingSince)
      """;

  static final String CLAIM =
      """
      update file
      set due_at = :leasedUntil, lease = :lease
      where dataset = :dataset and id = (
        select id from file
        where dataset = :dataset and state = 'running' and due_at <= :now
        order by due_at
        limit 1
        for update skip locked)
      returning id, upload_tag, mapping::text as mapping
      """;

  static final String FIRST_PIECE =
      """
      select number, seal_key_id, data_key, envelope
      from file_piece
      where dataset = :dataset and file_id = :file and kind = :kind and number > :after
      order by number
      limit 1
      """;

  /** Of who still holds the lease; nobody else worked on the piece then. */
  static final String PROGRESS =
      """
      update file
      set rows_done = rows_done + :rows, accepted = accepted + :accepted, duplicates = duplicates + :duplicates,
          rejected = rejected + :rejected, due_at = :leasedUntil, changed_at = :now
      where dataset = :dataset and id = :file and lease = :lease and state = 'running'
      """;

  /** As it was read: rows may have been erased from it meanwhile. */
  static final String WORKED_OFF =
      """
      delete from file_piece
      where dataset = :dataset and file_id = :file and kind = 'rows' and number = :number and rows = :rows
      """;

  static final String KEEP_REFUSED =
      """
      insert into file_piece (dataset, file_id, kind, number, rows, seal_key_id, data_key, envelope)
      values (:dataset, :file, 'refused', :number, :rows, :sealKeyId, :dataKey, :envelope)
      """;

  static final String COUNT_ERRORS =
      """
      insert into file_error as e (dataset, file_id, code, rows)
      select :dataset, :file, c.code, c.rows from unnest(:codes::text[], :counts::bigint[]) as c (code, rows)
      on conflict (dataset, file_id, code) do update set rows = e.rows + excluded.rows
      """;

  static final String END =
      """
      update file set state = :state, failure = :failure, ended_at = :now, changed_at = :now, due_at = null, lease = null
      where dataset = :dataset and id = :file and lease = :lease and state = 'running'
      """;

  static final String GIVE_BACK =
      """
      update file set due_at = :now, lease = null
      where dataset = :dataset and id = :file and lease = :lease and state = 'running'
      """;

  /** Of one dataset: those of several may be on several servers. */
  static final String LOCK_NEXT_SEALS =
      """
      select dataset, file_id, kind, number, seal_key_id, data_key
      from file_piece
      where dataset = :dataset and (file_id, kind, number) > (:file, :kind, :number) and seal_key_id = any(:keyIds)
      order by file_id, kind, number
      limit :most
      for update skip locked
      """;

  static final String NEXT_SEALED_DATASET =
      """
      select dataset from file_piece
      where dataset > :dataset and seal_key_id = any(:keyIds)
      order by dataset
      limit 1
      """;

  static final String REPLACE_SEAL =
      """
      update file_piece set seal_key_id = :keyId, data_key = :dataKey
      where dataset = :dataset and file_id = :file and kind = :kind and number = :number
      """;

  static final String COUNT_SEALS =
      "select seal_key_id, count(*) from file_piece group by seal_key_id";

  static final String LOCK_FILE =
      "select id from file where dataset = :dataset and id = :file for no key update";

  static final String LOCK_PIECE =
      """
      select number, seal_key_id, data_key, envelope
      from file_piece
      where dataset = :dataset and file_id = :file and kind = :kind and number = :number
      for update
      """;

  static final String SHRINK_PIECE =
      """
      update file_piece set rows = :rows, seal_key_id = :sealKeyId, data_key = :dataKey, envelope = :envelope
      where dataset = :dataset and file_id = :file and kind = :kind and number = :number
      """;

  static final String DELETE_PIECE =
      """
      delete from file_piece where dataset = :dataset and file_id = :file and kind = :kind and number = :number
      """;

  static final String COUNT_ERASED =
      "update file set rows_total = rows_total - :rows where dataset = :dataset and id = :file";
}
