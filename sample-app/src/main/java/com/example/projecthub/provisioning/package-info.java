/**
 * What the product tells WorkOS of its own rows: which projects there are, and who has a
 * role on one.
 */
@NullMarked
package com.example.projecthub.provisioning;

import org.jspecify.annotations.NullMarked;
