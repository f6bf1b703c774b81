package io.github.fgaspring.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.fgaspring.authorization.RuleDescription;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Looks the permissions that rules name up in the list of those that exist, once all
 * beans have been made and before the web server takes requests. A rule with a misspelled
 * permission is never a danger: nobody is granted it. It is a door that nobody can open,
 * and better found by whoever starts the application than by its users.
 */
public final class PermissionSlugValidator implements SmartLifecycle {

	/**
	 * Well before Spring Boot starts the web server, and whatever else may bring work.
	 */
	static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(PermissionSlugValidator.class);

	private final PermissionValidation validation;

	private final Supplier<List<RuleDescription>> rules;

	private final Supplier<@Nullable Set<String>> known;

	private volatile boolean running;

	/**
	 * Creates a validator.
	 * @param validation what to do about unknown permissions
	 * @param rules yields the rules of all beans
	 * @param known yields the permissions that exist, or {@code null} if they cannot be
	 * listed; may throw a {@link CheckUnavailableException}
	 */
	public PermissionSlugValidator(PermissionValidation validation, Supplier<List<RuleDescription>> rules,
			Supplier<@Nullable Set<String>> known) {
		Assert.notNull(validation, "validation cannot be null");
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(known, "known cannot be null");
		this.validation = validation;
		this.rules = rules;
		this.known = known;
	}

	/**
	 * Validates, unless that is off.
	 * @throws UnknownPermissionsException if a permission does not exist, and that shall
	 * end start-up
	 * @throws PermissionListUnavailableException if that cannot be found out, and unknown
	 * permissions shall end start-up
	 */
	@Override
	public void start() {
		switch (this.validation) {
			case OFF -> {
			}
			case WARN -> warn();
			case FAIL -> validate();
		}
		this.running = true;
	}

	private void warn() {
		try {
			validate();
		}
		catch (UnknownPermissionsException | PermissionListUnavailableException ex) {
			logger.warn(ex.getMessage());
		}
	}

	private void validate() {
		Map<String, List<String>> required = required();
		if (required.isEmpty()) {
			return;
		}
		Set<String> known = known();
		List<UnknownPermission> unknown = new ArrayList<>();
		required.forEach((slug, methods) -> {
			if (!known.contains(slug)) {
				unknown.add(new UnknownPermission(slug, methods, NearestSlug.find(slug, known)));
			}
		});
		if (!unknown.isEmpty()) {
			throw new UnknownPermissionsException(unknown);
		}
	}

	/**
	 * The methods that require a permission, by its slug.
	 */
	private Map<String, List<String>> required() {
		Map<String, List<String>> methods = new TreeMap<>();
		for (RuleDescription rule : this.rules.get()) {
			for (String slug : Set.copyOf(rule.permissions())) {
				methods.computeIfAbsent(slug, (absent) -> new ArrayList<>()).add(rule.method());
			}
		}
		return methods;
	}

	private Set<String> known() {
		Set<String> known;
		try {
			known = this.known.get();
		}
		catch (CheckUnavailableException ex) {
			throw new PermissionListUnavailableException(String.valueOf(ex.getMessage()), ex);
		}
		catch (RuntimeException ex) {
			// Without its message, which nobody has promised to hold no secret.
			throw new PermissionListUnavailableException("The client has failed with " + ex.getClass().getName(), ex);
		}
		if (known == null) {
			throw new PermissionListUnavailableException("The client cannot list permissions", null);
		}
		return known;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
