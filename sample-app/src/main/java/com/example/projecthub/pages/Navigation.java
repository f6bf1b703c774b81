package com.example.projecthub.pages;

import java.util.Map;
import java.util.Optional;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import org.jspecify.annotations.Nullable;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What the top of every page shows.
 */
@ControllerAdvice({ "com.example.projecthub.pages", "com.example.projecthub.signin" })
class Navigation {

	private final Fga fga;

	Navigation(Fga fga) {
		this.fga = fga;
	}

	@ModelAttribute
	void addViewer(Optional<FgaSession> session, Model model) {
		session.ifPresent((viewer) -> model.addAttribute("viewer", viewer(viewer)));
	}

	/**
	 * Name and organization come from claims that the JWT template adds for this purpose.
	 */
	private Viewer viewer(FgaSession session) {
		String organizationId = session.organizationId();
		return new Viewer(claim(session.claims(), "email", session.userId()), organizationId,
				(organizationId != null) ? claim(session.claims(), "organization_name", organizationId) : null,
				session.sessionId() != null, organizationId != null && this.fga.can("org:manage"));
	}

	private static String claim(Map<String, Object> claims, String name, String otherwise) {
		return (claims.get(name) instanceof String text && !text.isBlank()) ? text : otherwise;
	}

	/**
	 * Who looks at a page.
	 *
	 * @param name who
	 * @param organizationId in which organization, {@code null} if none is chosen
	 * @param organization its name
	 * @param authKit whether AuthKit has signed them in
	 * @param manager whether the settings are for them
	 */
	record Viewer(String name, @Nullable String organizationId, @Nullable String organization, boolean authKit,
			boolean manager) {

	}

}
