/**
 * The product for programs: JSON, with the session token in the {@code Authorization}
 * header.
 */
@NullMarked
package com.example.projecthub.api;

import org.jspecify.annotations.NullMarked;
