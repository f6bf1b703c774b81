package com.example.cookbook;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The application's own table of comments.
 */
interface Comments {

	Optional<Comment> findByIdAndOrganizationId(String id, @Nullable String organizationId);

	void delete(Comment comment);

}
