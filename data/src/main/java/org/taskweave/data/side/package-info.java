/** What tables beside the log say of items and of users, and from when on. */
package org.taskweave.data.side;
