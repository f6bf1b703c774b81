/**
 * A small product: workspaces with projects, and documents in them, for organizations.
 */
@NullMarked
package com.example.projecthub;

import org.jspecify.annotations.NullMarked;
