package io.github.fgaspring.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.fgaspring.revocation.LiveChange;

import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * The Redis stream that holds the changes of all instances. It is store, broadcast and
 * catch-up in one: whoever reads it from the beginning, and goes on from there, knows
 * everything, however long they were away.
 * <p>
 * Beside it there is an epoch, a random text. If that or the stream is gone, Redis has
 * lost both or somebody has deleted them, and a new epoch begins. A stream is not created
 * by adding to it, because nobody could tell then that it was gone.
 */
final class ChangeStream {

	/**
	 * Where the stream begins.
	 */
	static final String BEGINNING = "0-0";

	private static final byte[] BEGIN = RedisKeys.bytes("""
			local epoch = redis.call('GET', KEYS[2])
			if not epoch or redis.call('EXISTS', KEYS[1]) == 0 then
				epoch = ARGV[1]
				redis.call('XADD', KEYS[1], '*', 'v', ARGV[2], 'kind', 'begin')
				redis.call('SET', KEYS[2], epoch)
			end
			return epoch
			""");

	/**
	 * Redis tells the time, so that no instance whose clock is wrong deletes what others
	 * need.
	 */
	private static final byte[] ADD = RedisKeys.bytes("""
			local oldest = string.format('%.0f', redis.call('TIME')[1] * 1000 - ARGV[1])
			for i = 3, #ARGV, 12 do
				if not redis.call('XADD', KEYS[1], 'NOMKSTREAM', 'MINID', '~', oldest, '*',
						unpack(ARGV, i, i + 11)) then
					return 0
				end
			end
			redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[2])
			return 1
			""");

	private final RedisKeys keys;

	private final Duration kept;

	private final long maxLength;

	/**
	 * Creates an instance.
	 * @param keys names the stream
	 * @param kept how long entries are kept, at least
	 * @param maxLength how many entries are kept, about
	 */
	ChangeStream(RedisKeys keys, Duration kept, long maxLength) {
		this.keys = keys;
		this.kept = kept;
		this.maxLength = maxLength;
	}

	/**
	 * Tells the current epoch, and begins one if there is none.
	 */
	String epoch(RedisConnection connection) {
		byte[] epoch = connection.scriptingCommands()
			.eval(BEGIN, ReturnType.VALUE, 2, this.keys.changes(), this.keys.epoch(),
					RedisKeys.bytes(UUID.randomUUID().toString()), RedisKeys.bytes(ChangeFormat.VERSION));
		if (epoch == null) {
			throw new IllegalStateException("Redis has no epoch");
		}
		return RedisKeys.text(epoch);
	}

	/**
	 * Whether an entry that was read is still there.
	 * @param id the id of the entry
	 * @return {@code false} if Redis has lost it, or it is so old that it was deleted
	 */
	boolean holds(RedisConnection connection, String id) {
		List<ByteRecord> records = connection.streamCommands().xRange(this.keys.changes(), Range.closed(id, id));
		return records != null && !records.isEmpty();
	}

	/**
	 * Adds changes.
	 * @return {@code false} if there is no stream, so that an epoch must begin first
	 */
	boolean add(RedisConnection connection, List<LiveChange> changes) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(this.keys.changes());
		arguments.add(RedisKeys.bytes(Long.toString(this.kept.toMillis())));
		arguments.add(RedisKeys.bytes(Long.toString(this.maxLength)));
		for (LiveChange change : changes) {
			Map<String, String> entry = ChangeFormat.write(change);
			if (entry != null) {
				entry.forEach((field, value) -> {
					arguments.add(RedisKeys.bytes(field));
					arguments.add(RedisKeys.bytes(value));
				});
			}
		}
		Long added = connection.scriptingCommands().eval(ADD, ReturnType.INTEGER, 1, arguments.toArray(byte[][]::new));
		return added != null && added == 1;
	}

	/**
	 * Reads what comes after an entry.
	 * @param after the id of the entry
	 * @param count how many entries are read at most
	 * @param block how long to wait for the first of them
	 */
	@SuppressWarnings("unchecked")
	List<ByteRecord> read(RedisConnection connection, String after, int count, Duration block) {
		StreamReadOptions options = StreamReadOptions.empty().count(count);
		List<ByteRecord> records = connection.streamCommands()
			.xRead(block.isZero() ? options : options.block(block),
					StreamOffset.create(this.keys.changes(), ReadOffset.from(after)));
		return (records != null) ? records : List.of();
	}

	/**
	 * The fields of an entry.
	 */
	static Map<String, String> fields(ByteRecord entry) {
		Map<String, String> fields = new HashMap<>();
		entry.getValue().forEach((field, value) -> fields.put(RedisKeys.text(field), RedisKeys.text(value)));
		return fields;
	}

	/**
	 * Whether an entry only says that an epoch has begun.
	 */
	static boolean isBeginning(Map<String, String> fields) {
		return fields.equals(Map.of("v", ChangeFormat.VERSION, "kind", "begin"));
	}

}
